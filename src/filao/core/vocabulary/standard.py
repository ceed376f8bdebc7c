"""The lists Filao's rules rely on, with labels in English, French and Kreol Morisien (drafts).

Sources of the lists: the two terms of reference (4P, stages), OSCE/ODIHR handbook on national referral mechanisms
(second edition, 2022: four pillars), the public record of Mauritius (relation kinds, formality).
"""

from __future__ import annotations

from filao.core.vocabulary.model import Scheme, Term, Vocabulary

_ROWS: dict[str, tuple[tuple[str, str, str, str], ...]] = {
    "four_p": (
        ("prevention", "Prevention", "Prévention", "Prevansion"),
        ("protection", "Protection", "Protection", "Proteksion"),
        ("prosecution", "Prosecution", "Poursuites", "Pourswit"),
        ("partnership", "Partnership", "Partenariat", "Partenaria"),
    ),
    "nrm_stage": (
        ("prevention", "Prevention", "Prévention", "Prevansion"),
        ("identification", "Identification", "Identification", "Idantifikasion"),
        ("referral", "Referral", "Orientation", "Oryantasion"),
        ("protection", "Protection and assistance", "Protection et assistance", "Proteksion ek led"),
        ("case_management", "Case management", "Gestion des cas", "Zestion ka"),
        ("investigation", "Investigation", "Enquête", "Lanket"),
        ("prosecution", "Prosecution and trial", "Poursuites et procès", "Pourswit ek prose"),
        ("reintegration", "Return and reintegration", "Retour et réintégration", "Retour ek reintegrasion"),
        ("coordination", "Coordination (cross-cutting)", "Coordination (transversal)", "Kordinasion"),
        (
            "capacity",
            "Capacity development (cross-cutting)",
            "Renforcement des capacités (transversal)",
            "Formasion",
        ),
        ("data", "Data and research (cross-cutting)", "Données et recherche (transversal)", "Done ek resers"),
        (
            "monitoring",
            "Independent monitoring (cross-cutting)",
            "Suivi indépendant (transversal)",
            "Swivi indepandan",
        ),
    ),
    "odihr_pillar": (
        ("identification_protection", "Identification and protection", "Identification et protection", ""),
        (
            "individual_support",
            "Individual support and access to services",
            "Accompagnement individuel et accès aux services",
            "",
        ),
        ("social_inclusion", "Social inclusion", "Inclusion sociale", ""),
        ("criminal_justice", "Criminal justice and redress", "Justice pénale et réparation", ""),
    ),
    "org_kind": (
        ("government", "Government", "Gouvernement", "Gouvernman"),
        ("law_enforcement", "Law enforcement", "Forces de l’ordre", "Lapolis"),
        ("judiciary", "Justice", "Justice", "Lazistis"),
        (
            "independent_institution",
            "Independent institution",
            "Institution indépendante",
            "Institision indepandan",
        ),
        ("ngo", "Non-governmental organisation", "ONG", "ONG"),
        ("international", "International partner", "Partenaire international", "Partener internasional"),
        ("private_sector", "Private sector", "Secteur privé", "Sekter prive"),
        ("academia", "Academia", "Monde académique", "Liniversite"),
        ("media", "Media", "Médias", "Media"),
        ("union", "Trade union", "Syndicat", "Sindika"),
    ),
    "population": (
        ("all_victims", "All victims", "Toutes les victimes", "Tou viktim"),
        ("children", "Children", "Enfants", "Zanfan"),
        ("girls", "Girls", "Filles", "Tifi"),
        ("women", "Women", "Femmes", "Fam"),
        ("men", "Men", "Hommes", "Zom"),
        ("migrant_workers", "Migrant workers", "Travailleurs migrants", "Travayer etranze"),
        ("foreign_nationals", "Foreign nationals", "Ressortissants étrangers", "Etranze"),
        ("nationals_abroad", "Nationals abroad", "Nationaux à l’étranger", ""),
        ("seafarers", "Seafarers and fishers", "Marins et pêcheurs", "Marin ek peser"),
        ("general_public", "General public", "Grand public", "Piblik"),
        ("professionals", "Professionals", "Professionnels", "Profesionel"),
    ),
    "relation_kind": (
        ("refers_to", "Refers victims to", "Oriente vers", "Refer viktim ar"),
        ("coordinates_with", "Coordinates with", "Se coordonne avec", "Kordone ar"),
        ("funds", "Funds", "Finance", "Finans"),
        ("trains", "Trains", "Forme", "Form"),
        ("supervises", "Supervises", "Supervise", "Siperviz"),
        (
            "shares_information",
            "Shares information with",
            "Partage des informations avec",
            "Partaz linformasion ar",
        ),
        ("advises", "Advises", "Conseille", "Konsey"),
        ("monitors", "Monitors", "Assure le suivi de", "Swiv"),
        ("member_of", "Is a member of", "Est membre de", "Mem"),
        ("accredits", "Accredits", "Accrédite", "Akredit"),
    ),
    "formality": (
        ("statutory", "Law or organisational parent", "Loi ou tutelle organique", ""),
        ("cabinet_decision", "Cabinet decision", "Décision du Conseil des ministres", ""),
        ("circular", "Internal circular", "Circulaire interne", ""),
        ("sop", "Standard operating procedure", "Procédure opérationnelle standard", ""),
        ("mou", "Memorandum of understanding", "Protocole d’accord", ""),
        ("bilateral_agreement", "Bilateral agreement", "Accord bilatéral", ""),
        ("framework_agreement", "Framework agreement", "Accord-cadre", ""),
        ("treaty", "Treaty", "Traité", ""),
        ("contract", "Contract", "Contrat", ""),
        ("grant", "Grant", "Subvention", ""),
        ("project", "Project", "Projet", ""),
        ("partnership", "Declared partnership", "Partenariat déclaré", ""),
        ("code_of_conduct", "Code of conduct", "Code de conduite", ""),
        ("membership", "Membership", "Adhésion", ""),
        ("formal_request", "Formal request", "Demande officielle", ""),
        ("co_location", "Co-location", "Mêmes locaux", ""),
        ("practice", "Practice without a text", "Pratique sans texte", ""),
        ("event", "One-off event", "Événement ponctuel", ""),
        ("donation", "Donation", "Don", ""),
        ("negotiation", "Under negotiation", "En négociation", ""),
        ("announced", "Announced only", "Seulement annoncé", ""),
        ("interlock", "Shared leadership", "Direction commune", ""),
    ),
    "relation_state": (
        ("existing", "Existing", "Existant", ""),
        ("planned", "Planned", "Prévu", ""),
        ("broken", "Broken off", "Rompu", ""),
        ("absent", "Confirmed absent", "Absence confirmée", ""),
    ),
    "direction": (
        ("directed", "One way", "Dans un sens", ""),
        ("mutual", "Both ways", "Dans les deux sens", ""),
    ),
    "frequency": (
        ("never", "Never", "Jamais", "Zame"),
        ("yearly", "Once a year or less", "Une fois par an ou moins", "Enn fwa par an ou mwins"),
        ("monthly", "About monthly", "Environ chaque mois", "Apepre sak mwa"),
        ("weekly", "About weekly", "Environ chaque semaine", "Apepre sak semenn"),
        ("daily", "Daily", "Chaque jour", "Toulezour"),
    ),
    "action_status": (
        ("past", "Past", "Passée", "Fini fer"),
        ("current", "Current", "En cours", "Pe fer"),
        ("planned", "Planned", "Prévue", "Pou fer"),
        ("unknown", "Unknown", "Inconnue", "Pa kone"),
    ),
    "scope": (
        ("trafficking_specific", "Aimed at trafficking", "Vise la traite", ""),
        ("related", "Related field", "Domaine voisin", ""),
    ),
    "mandate_basis": (
        ("statutory", "Set by law", "Fixé par la loi", ""),
        ("decision", "Set by decision or circular", "Fixé par décision ou circulaire", ""),
        ("self_declared", "Self-declared", "Déclaré par l’organisme", ""),
        ("attributed", "Attributed by a third party", "Attribué par un tiers", ""),
    ),
    "standing": (
        ("active", "Active", "En activité", ""),
        ("inactive", "Inactive", "En sommeil", ""),
        ("closed", "Closed", "Fermé", ""),
        ("unknown", "Not documented", "Non documenté", ""),
    ),
    "service": (
        ("shelter", "Shelter", "Hébergement", "Lakaz refiz"),
        ("medical", "Medical care", "Soins médicaux", "Swin medikal"),
        ("psychosocial", "Psychosocial support", "Soutien psychosocial", "Soutien psikososial"),
        ("legal_aid", "Legal aid", "Aide juridique", "Led legal"),
        ("hotline", "Hotline", "Ligne d’assistance", "Hotline"),
        ("livelihood", "Work and income", "Emploi et revenus", "Travay ek revni"),
        ("education", "Schooling", "Scolarité", "Lekol"),
        ("return", "Voluntary return", "Retour volontaire", "Retour volonter"),
        ("interpretation", "Interpretation", "Interprétation", "Interpretasion"),
    ),
    "instrument_kind": (
        ("treaty", "Treaty", "Traité", ""),
        ("national_act", "Act of Parliament", "Loi", ""),
        ("regulation", "Regulation", "Règlement", ""),
        ("sop", "Standard operating procedure", "Procédure opérationnelle standard", ""),
        ("mou", "Memorandum of understanding", "Protocole d’accord", ""),
        ("plan", "National plan", "Plan national", ""),
    ),
    "legal_status": (
        ("in_force", "In force", "En vigueur", ""),
        ("party", "Party or ratified", "Partie ou ratifié", ""),
        ("adopted", "Adopted", "Adopté", ""),
        ("repealed", "Repealed or overtaken", "Abrogé ou remplacé", ""),
        ("not_ratified", "Not ratified", "Non ratifié", ""),
        ("disputed", "Sources differ", "Les sources divergent", ""),
    ),
    "group_kind": (
        ("ministerial", "Ministers", "Ministres", ""),
        ("steering", "Steering committee", "Comité de pilotage", ""),
        ("technical", "Technical committee", "Comité technique", ""),
        ("working_group", "Technical working group", "Groupe de travail technique", ""),
        ("task_force", "Task force", "Équipe spéciale", ""),
    ),
    "seat_type": (
        ("mandate", "Mandate seat", "Siège de mandat", ""),
        ("inclusion", "Inclusion seat", "Siège d’inclusion", ""),
        ("observer", "Observer", "Observateur", ""),
    ),
    "source_kind": (
        ("official", "Official text or page", "Texte ou page officielle", ""),
        ("foreign_government", "Report of another government", "Rapport d’un autre gouvernement", ""),
        ("international", "International body", "Organisation internationale", ""),
        ("law", "Law text", "Texte de loi", ""),
        ("party", "The body itself", "L’organisme lui-même", ""),
        ("press", "Press", "Presse", ""),
        ("private", "Company or consultancy", "Entreprise ou cabinet", ""),
        ("interview", "Interview", "Entretien", ""),
        ("own_sheet", "Sheet returned by the body", "Fiche renvoyée par l’organisme", ""),
        ("editor", "Correction by the team", "Correction de l’équipe", ""),
        ("memory", "Remembered, to check", "De mémoire, à vérifier", ""),
    ),
    "confidence": (
        ("A", "Two independent sources, or both parties", "Deux sources indépendantes, ou les deux parties", ""),
        ("B", "One official source", "Une source officielle", ""),
        ("C", "Press or one party", "Presse ou une seule partie", ""),
        ("D", "Inferred", "Déduit", ""),
    ),
    "lead_type": (
        ("organisation", "Organisation to check", "Organisme à vérifier", ""),
        ("fact", "Fact to check", "Fait à vérifier", ""),
    ),
    "sex": (
        ("female", "Woman", "Femme", "Fam"),
        ("male", "Man", "Homme", "Zom"),
        ("unknown", "Not documented", "Non documenté", "Pa dokimante"),
    ),
    "yes_no": (
        ("yes", "Yes", "Oui", "Wi"),
        ("no", "No", "Non", "Non"),
        ("unknown", "Not documented", "Non documenté", "Pa dokimante"),
    ),
    "language": (
        ("en", "English", "Anglais", "Angle"),
        ("fr", "French", "Français", "Franse"),
        ("mfe", "Kreol Morisien", "Créole mauricien", "Kreol Morisien"),
        ("rcf", "Kreol Rodrige", "Créole rodriguais", "Kreol Rodrige"),
        ("bho", "Bhojpuri", "Bhojpuri", "Bhojpuri"),
        ("bn", "Bengali", "Bengali", "Bengali"),
        ("hi", "Hindi", "Hindi", "Hindi"),
        ("ne", "Nepali", "Népalais", "Nepale"),
        ("mg", "Malagasy", "Malgache", "Malgas"),
        ("zh", "Chinese", "Chinois", "Sinwa"),
        ("si", "Sinhala", "Cingalais", "Singale"),
    ),
    "channel": (
        ("in_person", "In person", "En personne", "An personn"),
        ("video", "Video call", "Visioconférence", "Video"),
        ("phone", "Telephone", "Téléphone", "Telefonn"),
        ("email", "E-mail", "Courriel", "Imel"),
        ("group", "Group meeting", "Réunion de groupe", "Reinion group"),
    ),
    "attribution": (
        ("background", "Background only, not quotable", "Pour information, non citable", "Zis pou linformasion"),
        ("respondent", "“A respondent”", "« une personne interrogée »", ""),
        ("sector", "Sector only", "Secteur seulement", "Zis sekter"),
        ("sector_level", "Sector and level", "Secteur et niveau", ""),
        ("institution", "Institution named", "Institution nommée", "Non linstitision"),
    ),
    "interview_status": (
        ("to_invite", "To invite", "À inviter", ""),
        ("invited", "Invited", "Invité", ""),
        ("scheduled", "Date fixed", "Date fixée", ""),
        ("held", "Held", "Tenu", ""),
        ("declined", "Declined", "Décliné", ""),
        ("no_answer", "No answer", "Sans réponse", ""),
    ),
}

STANDARD = Vocabulary(
    {
        scheme: Scheme(
            scheme,
            {
                code: Term(code, {lang: text for lang, text in (("en", en), ("fr", fr), ("mfe", mfe)) if text})
                for code, en, fr, mfe in rows
            },
        )
        for scheme, rows in _ROWS.items()
    }
)

CROSSWALKS: dict[tuple[str, str], dict[str, tuple[str, ...]]] = {
    ("nrm_stage", "four_p"): {
        "prevention": ("prevention",),
        "identification": ("protection",),
        "referral": ("protection",),
        "protection": ("protection",),
        "case_management": ("protection",),
        "investigation": ("prosecution",),
        "prosecution": ("prosecution",),
        "reintegration": ("protection",),
        "coordination": ("partnership",),
        "capacity": ("partnership",),
        "data": ("partnership",),
        "monitoring": ("partnership",),
    },
    ("nrm_stage", "odihr_pillar"): {
        "identification": ("identification_protection",),
        "referral": ("identification_protection",),
        "protection": ("identification_protection", "individual_support"),
        "case_management": ("individual_support",),
        "reintegration": ("social_inclusion",),
        "investigation": ("criminal_justice",),
        "prosecution": ("criminal_justice",),
    },
}
"""Bridges between schemes: (from, to) -> code -> codes. A code without an entry has no counterpart in the other."""

CONFIDENCE_BY_SOURCE: dict[str, str] = {
    "official": "B",
    "foreign_government": "B",
    "international": "B",
    "law": "B",
    "party": "C",
    "press": "C",
    "private": "C",
    "interview": "C",
    "own_sheet": "C",
    "editor": "D",
    "memory": "D",
}
"""Confidence of one claim by the kind of its source, before a second source confirms it."""

VICTIM_POPULATIONS = (
    "children",
    "girls",
    "women",
    "men",
    "migrant_workers",
    "foreign_nationals",
    "nationals_abroad",
    "seafarers",
)
"""Populations that may be victims; the other codes of the list are audiences or the catch-all."""

POPULATION_WITHIN: dict[str, tuple[str, ...]] = {"girls": ("children",), "migrant_workers": ("foreign_nationals",)}
"""Wider populations that include a narrower one: a body that serves children serves girls. The reverse does not hold."""

STAGE_COLUMNS = (
    "prevention",
    "identification",
    "referral",
    "protection",
    "case_management",
    "investigation",
    "prosecution",
    "reintegration",
    "coordination",
    "capacity",
    "data",
    "monitoring",
)
