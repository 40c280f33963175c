//! Further wordings in English, Dutch and German.

use crate::screen::injection::lexicon::Class::{
    self, About, Act, Address, AllClear, Asker, Attn, Authority, Consent, DontAsk, Fetch, Follow,
    Hand, Here, Ignore, IgnoreAnywhere, Innards, Instructions, It, JailbreakHint, Lapsed, Machine,
    Needless, NewRules, NewTask, NoConfirm, NotShow, NotTell, Object, Office, Ordering, Person,
    Persona, Plea, Prior, Privilege, Released, Reply, Rules, Secret, SelfClaim, Sink, Stealth,
    Steer, Task, TellOne, ThisStep, Told, VoiceTag, Your,
};

/// Tables of the languages in the order of their English names.
pub(crate) const GERMANIC: &[(Class, &str)] = &[
    // English
    (
        Address,
        "for llm agents|llm agents:|to whichever llm|whichever llm|any agent scanning|automated readers|\
        automated consumers|machine reader|reader model|reviewer model|guard model|main model|attn llm|attn ai|\
        attn. automation|attention model|attention automated|hi copilot|yo ai|yo bot|yo model|mister bot|mr bot|\
        mister ai|hey bot|hello bot|^bot:|^summarizer:|^summariser:|agent like you|model like you|if you are a model|\
        if you're a model|if you are an agent|if you're an agent|language model handling|assistant handling|\
        agent handling|ai in charge|agent in charge|ai agent shall|agents shall|automated systems:|\
        for automated systems|confidential to ai|note to assistant|note for assistant|for: llm|audience: model|\
        model only|ai_directive|ai-directive|instruction block for|parsed by llm|parsed by an llm|the reading agent|\
        agent is hereby|assistant is hereby|model is hereby|you, the assistant|you, the agent|you, the model|\
        ai reviewers|mandatory for assistants|agent memory|sweet assistant|agent has to|assistant has to|model has to|\
        agent needs to|assistant needs to|model needs to|not meant for humans|isn't meant for humans",
    ),
    (
        AllClear,
        "been remediated|no results exist|came back clean|scan is clean|passed review|passed the review|\
        everything went fine|nothing to see here|are false positives|is a false positive|none required|is compliant|\
        risk is acceptable|independently verified",
    ),
    (
        Asker,
        "if the person asks|if anyone asks|should anyone ask|if they ask|if the user asks|regardless of what the user|\
        whatever the user asks|the user's next question|when the user asks|whenever you mention|if the human asks",
    ),
    (
        Authority,
        "i pre-authorised|i pre-authorized|i'm from anthropic|i am from anthropic|from openai's|^this is the ciso|\
        ^this is the ceo|administrator says|typed by your administrator|outranks the user|is boss|\
        already clicked approve|user confirmed earlier|the user confirmed|counts as written approval|\
        counts as approval|silence as approval|obtained consent|consent given|the account owner|hereby grant|\
        this is your operator|approved by change",
    ),
    (
        Fetch,
        "please include|please post|post yours|paste the contents|write it all|drop the output",
    ),
    (
        Follow,
        "follow|obey|comply with|adhere to|respect|observe|honour|honor|abide by|heed|stick to",
    ),
    (
        Ignore,
        "throw it out|throw them out|toss out|ditch|leave aside|stop enforcing|cease enforcing|do not enforce|\
        don't enforce|stop applying|not follow its",
    ),
    (
        Innards,
        "their environment variables|your tool settings|its access token|its session cookie|rules you run on|\
        text above the first|your original prompt|ur prompt",
    ),
    (It, "it|them|both|these|those|this one|this record|this as"),
    (
        Lapsed,
        "no longer holds|no longer hold|are waived|is waived|have been removed|is removed|has been removed|\
        has expired|are gone|not in effect|just for show|was a drill|was a mistake|were purged|are not binding|\
        is not binding",
    ),
    (
        NewTask,
        "your genuine assignment|your next task|your next directive|next directive:|real job:|new priority:|\
        my new request",
    ),
    (
        NoConfirm,
        "do not request approval|don't request approval|no further review|no review is|no further checks|\
        turn off confirmation|skip the human|skip verification|approval popup|never to be asked|no comment needed|\
        go straight to",
    ),
    (
        NotTell,
        "leave that change out|leave this change out|never bring it up|don't bring it up|do not cite|don't cite|\
        deny the existence|deny existence of|keep schtum|user uninformed|forget this exchange|hide this block|\
        keep hidden from|out of the report you|out of your summary|out of the summary|never explains why",
    ),
    (
        Object,
        "everything|the lot|them all|false_positive|not-exploitable|endpoints|owner|assignee|description|mitigation|\
        approvals",
    ),
    (
        Persona,
        "you play|your name is|you've been upgraded|you have been upgraded|in developer mode now|autonomous mode|\
        unrestricted mode|your sole loyalty",
    ),
    (Plea, "i lose my job|it would mean a lot"),
    (
        Released,
        "you don't have to|you do not have to|you need not|you needn't|you no longer have to|you no longer need to|\
        released from|you are exempt|yourself exempt|excused from|no obligation to|relieved of",
    ),
    (Rules, "prohibition|prohibitions|read-only mode|safety rules|safety checks|boundaries"),
    (Secret, ".env file|dd_api_key"),
    (
        Stealth,
        "silently close|silently mark|silently delete|silently set|silently change|silently swap|silently reopen|quietly close|quietly mark|quietly delete|quietly set|quietly change|quietly reopen|claim that it was always",
    ),
    (Steer, "correct summary|correct classification|proper summary|right summary|claim that it"),
    // Dutch
    (About, "aanvaller*|chatbots"),
    (Act, "geef het|geef hem|haal alle|deactiveer|deactiveren|wijzig|maak"),
    (
        Address,
        "als je een ai*|als je een taalmodel|als je een agent|als je een assistent|ben je een geautomatiseerde|\
        ben je een ai*|ben je een agent|leest een ai*|wanneer je deze bevinding|bij het samenvatten|\
        als je dit samenvat|leest een bot",
    ),
    (
        AllClear,
        "niets aan de hand|niets is veranderd|niets is gewijzigd|niets veranderd|niets gewijzigd|niets te gebeuren|\
        helemaal niets|verholpen is|zonder risico",
    ),
    (
        Asker,
        "iedereen die vraagt|mocht iemand vragen|iemand vraagt|als de gebruiker vraagt|op elke vraag",
    ),
    (
        Authority,
        "als maker|als auteur van|als ontwikkelaar van|geef ik je toestemming|sta ik je toe|je mag van ons|\
        spreekt de gebruiker|vooraf goedgekeurd|dat jou beheert",
    ),
    (DontAsk, "vraag nergens om"),
    (Follow, "houd je|houdt u zich"),
    (Hand, "^vermeld|geef alle|geef je|plaats die"),
    (Here, "in deze beschrijving"),
    (
        IgnoreAnywhere,
        "instructies negeren|opdrachten negeren|richtlijnen negeren|regels negeren|schrap alle|laat de vorige|omzeil|\
        maak een uitzondering|hoeft je niet|overboord|hoeft je aan geen|schijt aan",
    ),
    (Innards, "jouw configuratie|je tools"),
    (
        Lapsed,
        "vervalt|komen te vervallen|komt te vervallen|gelden hier niet|geldt hier niet|gelden niet voor dit|\
        gelden niet voor deze|opgeschort|niet van toepassing|buiten werking",
    ),
    (Machine, "taalmodel"),
    (Needless, "over te slaan|sla de|overslaan"),
    (NewRules, "nieuwe taak:|gaat voor al het andere"),
    (NoConfirm, "zonder verdere bevestiging|zonder om toestemming"),
    (NotShow, "niet laten zien|niet aan de mens"),
    (
        NotTell,
        "houd dit verborgen|verberg dit voor|rep met geen|geen woord over|niet in te lichten|niet te informeren|\
        zwijg over",
    ),
    (Object, "items"),
    (Person, "mens"),
    (
        Persona,
        "vanaf nu ben|vanaf nu bent|schakel over naar|je bent niet langer|je gedraagt je|ben jij",
    ),
    (Prior, "enige"),
    (Privilege, "zonder filter"),
    (Reply, "schrijf dan|zeg dan"),
    (
        Rules,
        "veiligheidsregel*|gedragsregel*|beleidsregel*|beperking|restricties|limieten|rechtencontrole",
    ),
    (Secret, "je token|jouw token|toegangssleutel*"),
    (SelfClaim, "namens de|als jouw|als uw"),
    (Stealth, "houd het voor jezelf|hou het voor jezelf|doe net of|doe net alsof"),
    (
        Steer,
        "juiste samenvatting luidt|juiste samenvatting is|enige toegestane|enige juiste|geef niets anders|\
        schrijf niets anders|schrijf verder niets",
    ),
    (Task, "je enige taak|jouw enige taak"),
    (TellOne, "attendeer|licht|breng"),
    (ThisStep, "deze alinea|dit gedeelte|deze wijziging|deze tekst|deze aanpassing|deze actie"),
    (Told, "is meegegeven|ze je eerder|ze je hebben|je kreeg|waar u zich|waar je je"),
    (VoiceTag, "[systeem]"),
    // German
    (About, "chatbots|sprachmodell*|testdatensatz|einschleus*|eingeschleust*|angreifer*"),
    (Act, "mach aus|erkläre|weise|bestätige"),
    (Address, "^assistent,"),
    (
        AllClear,
        "nichts verändert|nichts geändert|keine auffälligkeiten|alles sicher|schwachstellen sind behoben|\
        keine änderungen",
    ),
    (Asker, "falls man dich fragt|wenn du gefragt|nutzer nachfragt"),
    (Attn, "sobald du|solltest du|sollten sie als|wer diesen|beim|falls dies|liebes"),
    (Authority, "erlaube|gestatte|ermächtige|mit freigabe|du darfst jedes|hat vorrang vor"),
    (Consent, "sicherheitsabfrage*|freigabe*|bestätigungs*"),
    (Fetch, "gib die|gib den|gib deinen|gib deine|gib dein|trage"),
    (Follow, "arbeite|arbeiten sie"),
    (
        Hand,
        "gib den vollständig*|gib den inhalt|senden sie mir|liste alle|teilen sie mir|geben sie uns|geben sie mir|\
        liste deine|senden sie uns",
    ),
    (Here, "unten steht|diesem eintrag|diesem abschnitt|folgenden schritte*"),
    (
        IgnoreAnywhere,
        "^ignoriert|vergessen sie ihre|vergessen sie die|vergessen sie alle*|lass deine|keine beachtung",
    ),
    (Innards, "systemanweisung*|deine anweisungen"),
    (Instructions, "befehlen|befehle|vorgabe"),
    (JailbreakHint, "testmodus"),
    (
        Lapsed,
        "ausgesetzt|mehr gebunden|nicht gebunden|greifen nicht|greifen bei|gelten hier nicht|gelten für diesen|\
        keine anwendung|zählt nicht mehr|zählen nicht mehr|befreit|entbunden|gelten deine|gelten in diesem|abgebrochen",
    ),
    (
        Machine,
        "als assistent|als agent|den agenten|automatischer assistent|automatische assistent*|zusammenfasst|\
        zusammenfassen dieses|verarbeitest|text liest|maschinell|automatisierter agent",
    ),
    (
        Needless,
        "überspringen|überspringe|umgehen|umgehe|abgeschaltet|verzichten|entfallen|überflüssig",
    ),
    (NewTask, "deine neue aufgabe|dein neuer auftrag"),
    (
        NotShow,
        "nichts erfahren|nicht erfahren|nichts mitbekommen|nicht zu wissen|nicht wissen|nichts wissen",
    ),
    (NotTell, "mit keinem wort|nix davon|unerwähnt|behalte|im unklaren|im dunkeln|im glauben"),
    (Object, "duplikate"),
    (Office, "sicherheitschef|sicherheitsbeauftragte*"),
    (Ordering, "befehle dir|weise dich an"),
    (Person, "dem user|der user"),
    (Persona, "wechsle in den|du befindest dich"),
    (Prior, "die du|die dir|nach denen du|mit denen du"),
    (Privilege, "folgst nur|keine regeln"),
    (Released, "an keine"),
    (
        Rules,
        "sicherheitsregel*|sicherheitsvorgabe*|sicherheitsrichtlinie*|sicherheitsauflage*|leitplanken|richtlinien|\
        vorgaben",
    ),
    (Secret, "api-token*|zugangstoken*|den token|deinen token"),
    (Sink, "als notiz|in eine notiz|als kommentar|in deine antwort"),
    (Stealth, "ohne es zu erwähnen|still und leise|unter uns"),
    (
        Steer,
        "richtige zusammenfassung|korrekte zusammenfassung|antwort lautet|zu lauten|aus dem satz",
    ),
    (
        ThisStep,
        "diese anweisung|diese änderung|dieser änderung|diese aktion|die notiz|die änderung",
    ),
    (Told, "im systemprompt|dir bisher|dir vorge*|dir einge*|dir mitge*|was vorher"),
    (Your, "du bist an|bist du"),
];
