"""Words of labels that tell who somebody is, or that ask about a victim or a case: English, French, Kreol Morisien.

Labels are compared folded: small letters, no accents, straight apostrophes. Like `core.privacy`, this flags and does not
promise.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_WHOSE = r"(?:respondent|person|participant|interviewee|officer|employee|trainee|beneficiary|informant|child|client)"
_QUI = r"(?:repondante?|personne|participante?|interviewee?|agente?|employee?|stagiaire|beneficiaire|enfant|client)"
_VICTIM = r"(?:victims?|survivors?|trafficked (?:person|child|woman|man)|victimes?|survivante?s?|viktim)"
_END = r"[ :.?*]*$"
_TRAIT = (
    r"(?:name|age|sex|address|nationality|phone|date of birth|passport|village|photo(?:graph)?|initials|code|story)"
)
_MARQUE = r"(?:nom|age|sexe|adresse|nationalite|telephone|date de naissance|passeport|village|photo|initiales|code)"
_HOUSE = r"(?:shelters?|safe ?houses?|refuges?)"
_FOYER = r"(?:foyer|refuge|abri|hebergement|centre d'accueil)"
_CASES = r"(?:case|story|incident)"
_CAS = r"(?:cas|dossier|histoire|incident)"


def _rules(rules: Mapping[str, tuple[str, ...]]) -> Mapping[str, re.Pattern[str]]:
    return {code: re.compile("|".join(patterns)) for code, patterns in rules.items()}


IDENTIFIES = _rules(
    {
        "name": (
            r"your (?:full |first |last |own )?name",
            r"(?:full|first|last|family|middle|maiden) name|surname|nickname",
            rf"name of (?:the |this |each )?{_WHOSE}|{_WHOSE}'?s? (?:full )?name",
            rf"^names?{_END}|^noms?{_END}",
            r"votre (?:nom|prenom)|nom (?:et|ou) prenoms?|prenoms?\b|nom de famille|nom complet",
            rf"nom (?:de |du |de la |de l')?{_QUI}",
            r"\bki (?:ou|to) (?:pre)?non\b|^ou (?:pre)?non\b|non fami|kouma ou apele",
        ),
        "phone": (
            rf"(?:phone|telephone|mobile|whatsapp|cell)(?: number| no\b|{_END})",
            rf"numero (?:de )?(?:telephone|portable|mobile)|\btelephone{_END}",
            r"nimero (?:telefonn|portab)",
        ),
        "email": (
            rf"\be-?mails?\b(?: address)?{_END}|your e-?mail|e-?mail address",
            rf"votre (?:e-?mail|courriel)|adresse (?:electronique|e-?mail|courriel)|\bcourriel{_END}",
            r"ou imel",
        ),
        "id_number": (
            r"\bnic\b(?: number)?|national id\b|national identity|identity (?:card|number)",
            r"\bid (?:card|number|no)\b|passport (?:number|no)\b|social security",
            r"(?:staff|employee|badge|service|payroll|force) (?:number|no)\b",
            r"numero (?:de )?(?:passeport|carte|matricule|badge|cni)|\bmatricule\b|carte d'identite",
            r"nimero (?:kart|paspor)|kart idantite",
        ),
        "birth": (
            r"date of birth|birth ?date|birthday|when were you born",
            r"date de naissance|ne\(?e?\)? le\b|dat nesans",
        ),
        "address": (
            rf"(?:your|home|postal|street|residential) address|^address{_END}|where do you live",
            rf"votre adresse|adresse (?:postale|du domicile|personnelle)|^adresse{_END}|ou habitez-vous",
            r"ou ladres|kot ou reste",
        ),
    }
)
"""What identifies a person -> how it is asked for."""

TRAITS = _rules(
    {
        "sex": (r"\bsex\b|\bgender\b|\bsexe\b|\bgenre\b|^you are$|^vous etes$",),
        "age": (r"\bage\b|how old|\blaz\b",),
        "rank": (
            r"\brank\b|\bgrade\b|job title|your (?:post|position|function)|what describes you",
            r"votre (?:poste|fonction|grade)",
        ),
        "unit": (r"\bunit\b|\bstation\b|\bbranch\b|\bsection\b|\bbrigade\b|\bpostes? de police|\bdivision\b",),
        "service": (
            r"which (?:field|ministry|department|institution|organisation)",
            r"quel(?:le)? (?:domaine|ministere|institution|organisme)",
        ),
        "years": (r"years (?:in|of)|since when|how long have you|annees (?:de|dans)|anciennete|depuis quand",),
        "place": (r"district|village|town|island|locality|\bville\b|\bile\b|localite|\blil\b",),
        "education": (r"education|diploma|qualification|diplome|niveau d'etudes",),
        "nationality": (r"nationality|citizenship|nationalite|nasionalite",),
        "family": (r"marital|married|children do you have|situation familiale|enfants avez-vous",),
    }
)
"""Traits that together may single somebody out -> how they are asked for."""

CASE = _rules(
    {
        "victim_identity": (
            rf"{_TRAIT} of (?:the |each |this )?{_VICTIM}|{_VICTIM}'?s? {_TRAIT}\b",
            rf"{_MARQUE} (?:de la |de |d'une |des )?{_VICTIM}|(?:non|laz|ladres|nasionalite) {_VICTIM}",
        ),
        "case_number": (
            r"(?:case|file|docket|complaint|cause|ob|occurrence book|police report) (?:number|no\b|ref|reference|id\b)",
            r"number of the (?:case|file)\b|reference du (?:dossier|cas)|nimero (?:dosie|ka)\b",
            r"numero (?:de |du )?(?:dossier|cas|plainte|affaire|proces-verbal)",
        ),
        "shelter_place": (
            rf"(?:address|location|place) of (?:the |your )?{_HOUSE}|{_HOUSE}'?s? (?:address|location)",
            rf"where (?:is|are) (?:the |your )?{_HOUSE}|adresse (?:du |de l')?{_FOYER}",
            rf"ou se trouve (?:le |l'){_FOYER}|(?:ladres|kot) (?:lakaz refiz|refiz|foye)",
        ),
        "story": (
            rf"(?:describe|tell|narrate|summari[sz]e|report) (?:us )?(?:about )?(?:the |a |your |one |each |last )*{_CASES}\b",
            rf"(?:describe|tell|narrate|report) (?:us )?(?:about )?(?:the |a |your |one |each |last )*{_VICTIM}\b",
            rf"what happened to (?:the |a |him|her|you|this )|details of the (?:{_CASES}|{_VICTIM})",
            r"(?:facts|history) of the case|que (?:lui )?est-il arrive a",
            rf"(?:decrivez|racontez|resumez) (?:le |un |votre |l')?(?:dernier )?(?:{_CAS}|{_VICTIM})",
            r"rakont (?:nou )?(?:enn |ka|zistwar)|seki finn arive ar",
        ),
    }
)
"""What no form asks about a victim or a case -> how it is asked for."""

CASE_BLOCK = re.compile(rf"\b{_VICTIM}\b|\b(?:case|cas|dossier|ka)s?\b")

NOT_ASKED = re.compile(
    r"\([^()]*\b(?:no|not|never|without|pas|sans|jamais|non|pa|san|zame|ni|pena)\b[^()]*\)"
    r"|\b(?:do not|don't|never|no(?=\s+\w)|ne|n'|pas de|jamais|sans|ni|pa|san|zame)\b[^.;:?!]*"
)
"""Parts of a sentence that say what is not to be written."""
