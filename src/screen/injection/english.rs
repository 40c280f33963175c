//! The lexicon in English.

use super::lexicon::Class;

/// Class by class; see [`super::lexicon`] for the signs.
pub(crate) const ENGLISH: &[(Class, &str)] = &[
    (
        Class::Ignore,
        "ignore|ignoring|disregard|disregarding|forget|forgetting|overlook|pay no attention to|pay no heed to|\
        do not follow|don't follow|dont follow|do not obey|don't obey|do not comply with|don't comply with|\
        do not adhere to|not adhere to|stop following|stop obeying|cease following|no longer follow|never follow|\
        dismiss|neglect|^discard|drop all|drop your|drop the previous|abandon all|abandon your|set aside|put aside|throw away|throw out|erase all|delete all previous|delete your|clear all previous|clear your|wipe your|\
        refuse to follow|move past|do not listen to|instead of following|ingore|ignroe|disreguard|ignor",
    ),
    (
        Class::Bypass,
        "bypass|override|overrule|skip|circumvent|supersede|supersedes|break free of|break out of|get around|\
        overwrite your|replace your|disable your|cancel your|cancel all previous|revoke your|revoke all|suspend your|\
        violate your|lift your|relax your|evade your|replaces all|replace all previous",
    ),
    (
        Class::Void,
        "ignored|disregarded|overridden|superseded|replaced|void|null and void|invalid|obsolete|outdated|revoked|\
        cancelled|canceled|suspended|forgotten|no longer apply|no longer valid|no longer applies|do not apply|\
        don't apply|not apply|lifted",
    ),
    (
        Class::Instructions,
        "instruction|instructions|instuctions|intructions|directive|directives|prompt|prompts|preprompt|\
        guideline|guidelines|system prompt|system message|developer message|directions|orders|programming|training|\
        guidance|briefing|what you were told|conversation|system rules",
    ),
    (
        Class::Rules,
        "rule|rules|policy|policies|restriction|restrictions|constraint|constraints|limitation|limitations|command|\
        commands|safeguard|safeguards|guardrail|guardrails|safety measures|filters|checks|request|requests|context|\
        ethics|principles|protocol|protocols|messages|message|statements|alignment",
    ),
    (
        Class::Prior,
        "previous|previously|prior|above|earlier|preceding|foregoing|all|any|every|everything|initial|original|\
        existing|current|system|so far|before|until now|up to now|given|other|former|past|old|older|default|\
        aforementioned|set by|my last|last|first|hidden|safety|core|operator's|developer's|your",
    ),
    (Class::Every, "all|every|each|any"),
    (Class::Your, "your|yours|you were|you are under|you have been|you've been|imposed on you"),
    (
        Class::AllBefore,
        "the above|all above|all the above|everything above|anything above|all of the above|everything before|\
        everything prior|everything else|what came before|what i said|everything i said|everything i have said|\
        everything you|anything you|all that you|all you have|what you were|what you have been|\
        what you've been|whatever you were|the rest of this|the rest of the|rest of the|the text above|text above|\
        above text|previous text|the previous text|prior text|previous context|the preceding text|\
        the surrounding text|all other text|all info except|everything except|the document|the webpage|the web page|\
        the resume|the function|the article|the actual data|the user's request|the user request|\
        the original request|the original task|your original task|your task|everything that was said|\
        everything written|my previous|all content|that and|that, |about that|about all that",
    ),
    (
        Class::Told,
        "developers told you|they told you|creators told you|company told you|you were told|you have been told|you've been told|been told|you were instructed|you have been instructed|\
        you've been instructed|been instructed|you learned|you have learned|you've learned|you were given|\
        you have been given|you've been given|you got before|you received|told before|told you before|told you so far|\
        you know about|you were taught|you were trained|you were programmed",
    ),
    (
        Class::NewTask,
        "your new task|your only task|your sole task|your task is now|your real task|your true task|your new goal|\
        your new objective|your new mission|your new assignment|your only goal|your job is now|\
        stop what you*|stop your current task|abandon your current task|\
        abort your current task|before you continue, you|instead of your task",
    ),
    (
        Class::NewRules,
        "new instruction*|new directive*|new policy:|new rule:|new rules:|new task:|new objective*|\
        updated instruction*|real instruction*|actual instruction*|revised instruction*|follow these instructions|\
        follow the instructions below|follow the instructions in|follow my instructions|instruction override|\
        directive override|policy override|system override|override mode|override directive|admin override|\
        administrator override|emergency override|security override|override code|override accepted|\
        override protocol|system directive|hidden instruction*|system instruction*|system note|system notice|\
        god mode|system mode|sudo mode|admin mode enabled|root mode|\
        end of system prompt|end of prompt|end of instructions|begin new|start of new instructions|\
        priority instruction*|important instruction*|special instruction*|instructions for the assistant|\
        takes precedence over|take precedence over|decode and follow|decode and execute|decode and obey",
    ),
    (
        Class::Persona,
        "you are now|you're now|youre now|you are no longer|you're no longer|from now on you|from now on, you|\
        from now on|you must act as|you must now*|you must behave as|you will act as|you will now act|\
        you should act as|you shall act as|you are to act|you are going to|you need to act as|now act as|please act as|just act as|^act as|\
        ^act like|^behave as|^behave like|act like a|want you to act|want you to pretend|would like you to act|\
        like you to simulate|like you to act|pretend to be|^pretend you|pretend that you|^pretend|roleplay as|\
        role-play as|role play as|^roleplay|play the role|take on the role|take the role|assume the role|\
        assume the identity|your new role|your role is now|your new identity|your new persona|immerse yourself|\
        ^imagine you are|^imagine that you are|you have become|^become|you will respond as|you will answer as|\
        i want you to become",
    ),
    (
        Class::Privilege,
        "administrator|admin|root|superuser|superadmin|super admin|developer|unrestricted|unfiltered|uncensored|\
        assistant|ai|a bot|chatbot|language model|another ai|artificial intelligence|no restrictions|no rules|\
        no filters|no limits|without restrictions|without any restrictions|do anything|full access|full privileges|\
        elevated privileges|privileged mode|admin rights|root access|owner|auditor|manager|maintainer|mode|\
        obey|comply|system",
    ),
    (
        Class::Address,
        "^ai:|^# ai:|^// ai:|note to the ai|note to ai|note to the assistant|note to the model|note to the agent|note to the llm|\
        note for the ai|note for ai|note for the assistant|note for llm|message to the ai|message for the ai|\
        instructions for ai|instructions for the ai|instructions to the ai|instruction to the ai|\
        instruction for the ai|attention ai|attention assistant|attention llm|attention all ai|attention: ai|\
        attention language model|attention agent|dear ai|dear assistant|dear language model|dear llm|dear model|\
        dear chatbot|dear agent|hey ai|hey assistant|hey chatgpt|hey claude|hello ai|hello assistant|hi ai|\
        hi assistant|^to the ai|^to the language model|^to the llm|^to the assistant|^to the model|^to any ai|\
        ^to any llm|^to all ai|^to any language model|^to the agent|to the ai agent|to the ai assistant|\
        if you are an ai|if you're an ai|if you are a language model|if you are an llm|if you are an assistant|\
        if you are an automated|if you are a bot|if you are reading this as|as an ai|as a language model|\
        as an llm|ai agent:|ai assistant:|llm:|ai model:|the assistant must|the assistant should|\
        the assistant shall|assistant must|assistants must|the agent must|the agent should|agents must|\
        the ai must|the ai should|ai agents should|the model must|the llm must|the llm should|models must|\
        ai systems must|ai agents must|language model processing|language model reading|language models reading|\
        llm processing|llm reading|llms reading|llm that reads|ai reading this|ai reviewing|assistant reading|\
        agent reading|agents reading|visible to llm*|visible to the model|visible to language models|model reading this|agent processing|assistant processing|ai processing|\
        model processing|llm that processes|visible to ai|^chatgpt|^claude,|^gemini,|^copilot,|\
        dear automated|automated triage agent|triage agent:|ai triage",
    ),
    (
        Class::Jailbreak,
        "opposite of what your|opposite of your rules|without any policies|without any rules|without any filter|with no filter|with no rules|with no policies|has no rules|\
        answers everything|answer everything i|stay as|no policies|\
        do anything now|exactly as i say|do anything and everything|dan mode|as dan|\
        named dan|like dan|a dan|anti-dan|stay in character|break character|breaking character|\
        jailbreak mode|jailbroken|jailbreak enabled|\
        no longer bound|not bound by|free from all restrictions|free of all restrictions|\
        broken free of|freed from|ignores all of openai|openai content policy|openai's content policy|\
        open ai rules|no special filtering|no filtering|no ethical|no moral|without ethical|\
        unfiltered response|uncensored response|never refuse*|cannot refuse|must not refuse|without any censorship|\
        obey all my|obey my every|\
        opposite mode|stop everything|system prompt leak mode",
    ),
    (
        Class::JailbreakHint,
        "if there were no rules|without rules|openai|content policy|jailbreak|developer mode|maintenance mode|no restrictions|no limits|unethical|illegal|immoral|hypothetical|\
        simulate|character|previously refused|censor*|harmful|always answer|new version|token system",
    ),
    (
        Class::NotTell,
        "do not tell|do not inform|do not mention|do not notify|do not alert|\
        do not let anyone know|do not let the user know|do not let users know|do not let them know|\
        don't tell|don't inform|don't mention|don't notify|don't alert|\
        don't let anyone know|don't let the user know|don't let them know|dont tell|dont mention|never tell|never mention|never inform|\
        not to tell|not to mention|must not tell|must not mention|should not be told|must not be told|\
        not be informed|hide this from|hide it from|\
        keep this from|conceal this|keep this hidden|keep this secret|keep it secret|keep it hidden|\
        keep this instruction|keep these instructions|omit this|leave this out|leave out any mention",
    ),
    (
        Class::Without,
        "without telling|without informing|without notifying|without alerting|without mentioning|without letting",
    ),
    (
        Class::NotShow,
        "must not know|should not know|must never know|do not reveal|do not disclose|do not report|do not warn|do not say|do not show|do not talk about|\
        do not discuss|don't reveal|don't disclose|don't report|don't show|don't discuss|never reveal|\
        never disclose|never discuss|never report",
    ),
    (
        Class::Person,
        "user|users|the user|human|humans|operator|operators|analyst|analysts|anyone|anybody|customer|reviewer|\
        reviewers|owner|developer|developers|administrator|team|people|person|client|auditor|auditors|them",
    ),
    (
        Class::ThisStep,
        "this step|this instruction|these instructions|this message|this note|this request|this action|this change|\
        this to|this in|these steps|this prompt|that you|what you did|what you are doing|having done|having read|\
        the existence",
    ),
    (
        Class::Stealth,
        "and secretly|then silently|invisible to humans|\
        invisible to people|hidden from humans|hidden from the user|not visible to the user|\
        not visible to humans|covertly|discreetly|behind the user's back|without the user knowing|\
        without the user noticing|without user knowledge",
    ),
    (
        Class::NoConfirm,
        "without confirmation|without any confirmation|without further confirmation|without confirming|\
        without asking|without approval|without waiting|without review|without any review|without verification|\
        without further review|without questions|without question|without hesitation|do not ask for confirmation|\
        do not ask for|don't ask for|do not request confirmation|no need to ask|no confirmation|\
        no further confirmation|no approval needed|no approval required|no need to confirm|no need to verify|\
        do not verify|don't verify|do not double-check|do not have to ask|skip confirmation|skip the confirmation|\
        skip approval|skip the approval|bypass approval|bypass the approval|bypass confirmation|\
        bypass the confirmation|ignore the approval|approval step|confirmation step|do not wait for|proceed immediately|\
        immediately and without",
    ),
    (
        Class::Authority,
        "^as the developer|^as the administrator|^as the admin|^as the owner|^as the maintainer|^as the author|\
        ^as your developer|^as your administrator|^as your creator|i am your developer|i'm your developer|\
        i am your creator|i'm your creator|i am the developer|i'm the developer|i am the maintainer|i'm the maintainer|i am the administrator|i'm the administrator|i am god|i'm god|\
        i am the owner|i am an administrator|i am the president|i'm the president|i hereby|i authorise|i authorize|we authorise|we authorize|i permit you|i allow you|i grant you|\
        you are authorised|you are authorized|you are hereby|you have permission|you have been granted|\
        you now have|has approved|have approved|has authorised|has authorized|have authorised|have authorized|\
        has already approved|already approved|already been approved|pre-approved|preapproved|pre-authorised|\
        pre-authorized|approved by the security|approved by security|approved by management|authorised by the|\
        by order of|on behalf of the security|on behalf of the administrator|official notice|\
        official instruction|this is an authorised|this is an authorized|this is the administrator|\
        this is the developer|this is the security team|message from the administrator|\
        message from the developer|message from your|message from the system|compliance requires you|\
        law enforcement|developed by anthropic|developed by openai|your creators|your developers|\
        you must listen",
    ),
    (
        Class::Action,
        "close|closing|mark|marking|delete|deleting|reopen|reopening|update|updating|set|setting|downgrade|\
        downgrading|approve|approving|accept|accepting|create|creating|add|adding|remove|removing|import|importing|\
        reimport|call|calling|invoke|execute|run|treat|treating|classify|reclassify|label|assign|resolve|\
        dismiss|suppress|purge|wipe|change|changing|lower|reduce|merge|upload|transfer|register|grant|disable|\
        modify|rename|move|tag|report",
    ),
    (
        Class::Object,
        "vulnerability|vulnerabilities|products|engagement|severity|false positives|false-positive|mitigated|\
        risk accepted|out of scope|duplicate|tag|tags|scan|scans|issue|issues|test results|defectdojo|this report|info|\
        informational|verified|inactive|critical|test|tests|tool|tools",
    ),
    (
        Class::Command,
        "before using any other|before using any tool|before you call any|close all findings|close every finding|close all the findings|close all vulnerabilities|\
        delete all findings|delete every finding|delete all products|delete all notes|delete every product|\
        mark all findings|mark every finding|mark everything as|downgrade all|downgrade every|close all issues|\
        reopen all findings|approve all findings|accept all risks|accept every risk|before you use any|before answering|before responding|before you answer|\
        before you respond|before doing anything else|use the tool|use the following tool|call the tool|\
        invoke the tool|call the following|when you summarize|when you summarise|if you summarize|while summarizing|instead of summarizing|instead of summarising|when summarizing|when summarising|\
        when asked about this|if asked about|if the user asks|if user asks|if questioned|when questioned|\
        when the user asks",
    ),
    (
        Class::Steer,
        "output only|reply only|respond only|answer only|print only|say only|only output|only reply|only respond|\
        reply with only|respond with only|answer with only|reply with exactly|respond with exactly|\
        reply with the following|respond with the following|reply with the word|respond with the word|answer with the word|say the word|output the following|print the following|\
        state the following|say the following|write the following|repeat the following|repeat after me|\
        please repeat|just print|just say|just output|just reply|just write|just respond|\
        instead print|instead say|instead output|could you repeat|\
        nothing else|and nothing but|correct summary is|the correct answer is|correct output is|\
        the only correct|the only valid|your answer must|your response must|your reply must|your summary must|\
        your output must|your next response|begin your response|begin your answer|start your response|\
        start your answer|end your response|always answer|always respond|answer every|answer yes|\
        conclude that|state that the|^say that|report that this|report that no|\
        report this as safe|summarize this as|summarise this as|describe this as|rate this as|\
        score this as|no issues were found|no issues found|everything is safe|\
        not a vulnerability and|focus exclusively on|focus only on the|translate this sentence|\
        let's state|let's say|\
        go to this link|follow this link|tell the user to|tell the user that|\
        tell them to|inform the user that|convince the user|persuade the user|ask the user for|ask the user to",
    ),
    (
        Class::SteerHint,
        "and print|^print|and state|and output|and say|with at most|in at most|extremely important|\
        report no|return only|must be reported as",
    ),
    (
        Class::Thought,
        "chain of thought|analysis result|result of the analysis|result after thorough|use this analysis|\
        use this assessment|use this evaluation|final verdict:|final assessment:|assessment result|internal monologue|\
        scratchpad:|previous analysis concluded",
    ),
    (
        Class::Judged,
        "evaluate|candidate|assess|score|rank|rate|recommend|hire|thorough|verdict|conclude",
    ),
    (
        Class::Leak,
        "what you were told first|output what you were told|repeat what you were told|what were you told|\
        translate the system prompt|output the system prompt|list your instructions|your instructions word for word|\
        initial instructions word for word|your instructions verbatim|repeat everything above|repeat the words above|\
        repeat the text above|print everything above|output everything above|your initial instructions|\
        your hidden instructions|your original instructions|disclose the customer|disclose the user|disclose the client",
    ),
    (
        Class::Plea,
        "if you reveal|if you tell me|if you give me the|if you share the|for my thesis|for research purposes|\
        for educational purposes|for a school project|for my homework|\
        i will tip you|i'll tip you|i will pay you|i'll pay you|dollars if you|euros if you|i am desperate|i'm desperate|\
        my grandmother|my late grandmother|my child is|i beg you|in confidence|between us|nobody will know|nobody notices|\
        no one will know|nobody will notice|lost access to my account|locked out of my account|everyone else already|\
        you can trust me|it is an emergency|it's an emergency|life or death|as the chief executive|\
        from the fraud department|it's my birthday|i'll lose my job|i will lose my job",
    ),
    (Class::Image, "](http://|](https://"),
    (Class::Sink, "http://*|https://*|hxxp://*|hxxps://*|ftp://*|mailto:*|webhook*"),
    (
        Class::Say,
        "print|say|output|repeat|write|respond|reply|answer|state|translate|display|echo|\
        generate|compose|produce|give|create|post|make",
    ),
    (
        Class::Reveal,
        "^reveal|instead reveal|and reveal|then reveal|please reveal|to reveal your|^print your|print your|\
        ^show me|show your|^output your|output your|^repeat your|repeat your|^display your|^leak|and leak|\
        ^disclose|and disclose|disclose your|^expose|and expose|expose your|^share|share your|share our|\
        and share|^send|and send|then send|also send|please send|^post|and post|then post|^upload|and upload|\
        ^forward|and forward|then forward|^email it|^email me|and email it|and email me|and email the|^exfiltrate|and exfiltrate|^transmit|\
        and transmit|^give me|give me your|you give me|tell me your|\
        tell me the|^tell me|hand over|^dump|and dump|dump your|print it verbatim|output it verbatim|\
        repeat it verbatim|confirm our|^retrieve|and retrieve|please retrieve|\
        what is your|what's your|what are your|what is our|what's our|^encode|and encode",
    ),
    (
        Class::Secret,
        "api key|api keys|apikey|api token|api tokens|passwords|passphrase|secret|secrets|secret key|credentials|\
        access token|access tokens|auth token|bearer token|private key|private keys|system prompt|system prompts|\
        initial prompt|hidden prompt|your instructions|your prompt|your guidelines|your rules|passcode|\
        confidential note|secret phrase|secret code|hidden key|confidential code|secret word|customer records|\
        client records|environment variables|env vars|conversation history|chat history|session token|session cookie|\
        cookies|your configuration|audit_hmac_key|defectdojo_api_key|employee data|confidential|context window|\
        all findings|every finding|list of products|tool list|list of tools",
    ),
    (
        Class::About,
        "prompt injection|prompt-injection|promptinjection|llm01|llm02|llm07|jailbreak|jailbreaks|injected prompt|\
        injected instruction*|injection attack|injection payload|payload|payloads|attacker|attackers|adversary|\
        adversarial|malicious user|malicious input|malicious instruction*|user input|untrusted input|\
        untrusted content|owasp top 10 for llm|proof of concept|poc|for example|e.g.|such as|example of|chatbot|\
        llm application|ai feature|support bot|guardrail|guardrails|the model|the bot|the llm|the assistant|\
        an llm|language model|language models|test string|test case|red team",
    ),
    (
        Class::Tool,
        "health_check|list_products|get_product|create_product|list_product_types|list_engagements|get_engagement|\
        create_engagement|list_tests|get_test|create_test|list_test_types|list_findings|get_finding|create_finding|\
        update_finding|close_finding|reopen_finding|import_scan|reimport_scan|add_finding_note|list_finding_notes|\
        add_finding_tags|remove_finding_tags|server_info|list_test_imports|list_users",
    ),
    (
        Class::VoiceTag,
        "### system|### instruction|###system|<system>|</system>|<system_prompt>|<system-prompt>|<system mode>|<system message>|<important>|</important>|\
        <instructions>|</instructions>|<instruction>|<assistant>|<admin>|<developer>|<override>|<secret>|\
        <hidden>|system prompt:|system message:|system override:|system instruction:|system note:|\
        begin system|[admin]|[developer]|[assistant]|[hidden instruction|[override|[instruction|[important|\
        {system}|{{system|important system",
    ),
    (Class::VoiceLine, "^override:|^system:|^developer:|^system :|^admin:|^sys:|^root:"),
    (Class::VoiceUser, "^user:|^human:|^user :|^human :"),
    (Class::VoiceAssistant, "^assistant:|^assistant :|^chatgpt:|^claude:"),
    (
        Class::Claim,
        "i have verified|i have confirmed|i have approved|i have reviewed|i have checked|i've verified|i've confirmed|\
        i've approved|i've reviewed|i verified|i confirm|i can confirm|i will now|i have closed|i have marked|\
        i am going to|sure, i|of course|understood|certainly|as requested|verified as|thanks for the|thank you for the",
    ),
];
