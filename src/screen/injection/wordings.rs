//! More wordings of orders in English: roundabout ways to say what the core of the lexicon says.

use super::lexicon::Class::{
    self, Action, Address, AllBefore, AllClear, Authority, Command, Dictate, DontAsk, Fetch,
    Ignore, IgnoreNow, Innards, Jailbreak, Lapsed, NewRules, NewTask, NoConfirm, Nobody, NotTell,
    Notice, Now, Object, Ordering, Persona, Place, Praise, Privilege, Reveal, Secret, Steer, Task,
    ThenSay, ThisStep, Told, VoiceLine, VoiceTag, Your,
};

/// Class by class; see [`super::lexicon`] for the signs.
pub(crate) const WORDINGS: &[(Class, &str)] = &[
    (
        Ignore,
        "put out of your mind|do not respect|don't respect|no longer respect|stop respecting|do not honour|do not honor|quit following|pay no mind to|do not pay attention to|don't pay attention to|do not pay any attention|\
        don't pay any attention|drop any|drop every|drop those|drop these|drop them|cast aside|put to one side|do away with|\
        stop heeding|do not heed|don't heed|stop listening to|give no weight to|turn a blind eye to|unlearn|no longer obey|\
        no longer heed|wipe from your memory|erase from your memory|clear from your memory|erase your|purge your|scrap all|\
        scrap your|nullify|void your|rid yourself of|do not abide by|don't abide by|disobey|rebel against|abandon the|\
        abandon any|cease to follow|cease obeying|treat as void|pay no regard to|have no regard for",
    ),
    (
        IgnoreNow,
        "^ignore|^disregard|^forget|^discard|^overlook|^dismiss|please ignore|please disregard|please forget|now ignore|\
        then ignore|^do not read|^don't read|kindly ignore",
    ),
    (
        ThenSay,
        "and write|and print|and say|and output|and respond|and reply|and instead|and simply|instead write|instead output|\
        and translate|and echo|and type|and return the word|and declare|, instead|. just|. only|. instead|, write|, print|\
        , say|, output",
    ),
    (
        Lapsed,
        "are cancelled|as nonexistent|as non-existent|never existed|as if they did not exist|as if it did not exist|as void|as deleted|as cancelled|as revoked|did not exist|are canceled|is cancelled|are void|is obsolete|no longer apply|no longer applies|\
        no longer valid|no longer count|no longer counts|have been withdrawn|has been withdrawn|have been revoked|\
        has been revoked|have been lifted|have been cancelled|have been replaced|were a test|was only a test|\
        have been superseded|are superseded|is superseded|cease to apply|have expired|are no longer in force|\
        no longer in force|have been suspended|are suspended|are overridden|is overridden|do not count|does not count|\
        null and void|been rescinded|been repealed|is no longer relevant|are no longer relevant",
    ),
    (
        Told,
        "what your creators|what your developers|what your makers|what your maker|what your operator|what your user|your creators laid|your operator said|your operator told|your operator asked|your operator gave|your owner said|your owner told|your developer said|\
        your developers said|your user said|your vendor told|you were following|you have been following|you've been following|\
        you usually follow|you normally follow|rules you follow|you were set up with|you started with|you came with|you were handed|\
        was said to you|was told to you|you were asked|you have been asked|you've been asked|you were shown|you have read so far|\
        others told you|anyone told you|you have been taught|you've been taught|guidance you were|you were briefed|you heard before|\
        at the top of this chat|earlier in this chat|in this conversation|in your system message|at the beginning of this chat",
    ),
    (
        AllBefore,
        "the task|this task|the question|the record above|the data above|the table above|the content above|the message above|the lines above|\
        the words above|what precedes|whatever precedes|whatever came before|everything so far|what is written above|what stands above|\
        the abstract|the resume above|this record|the report above|the email above|everything preceding|the assignment|the job at hand",
    ),
    (
        NewRules,
        "do only the following|only do the following|do just the following|do nothing but the following|execute only the following|follow only the|updated orders|revised orders|new guidance for|changed instruction*|corrected instruction*|\
        these instructions supersede|these orders supersede|these instructions replace|these instructions override|\
        these rules replace|this note overrides|this note supersedes|this message overrides|this message supersedes|obey only|\
        obey what follows|follow only this|follow only these|listen only to|do as this note|do as this says|do what this note|\
        do what is written here|do what it says here|obey this|only source of instructions|the real job|\
        your real instructions|real orders|true orders|from this description instead|listen to me",
    ),
    (
        NewTask,
        "your mission has|your task has|your goal has|your instructions have|your role has|your objective has|your orders are|\
        your orders have|your assignment is|your actual task|your actual job|your actual goal|stop the current task|drop your task|\
        drop the task|leave your task|here is your new|here are your new|your updated task|your updated instructions|your revised",
    ),
    (
        Task,
        "your task|your mission|your job|your goal|your objective|your assignment|your purpose|your duty|your role|your function",
    ),
    (
        Now,
        "is now|now is|from now on|from here on|from this point|henceforth|as of now|as of today|starting now|will now be|has changed|\
        have changed|from this moment",
    ),
    (
        Ordering,
        "i order you|demand that you|i demand that|i require you|i require that you|i insist that you|i want you to close|i expect you to|i command you|i instruct you|i'm ordering you|i am ordering you|you are ordered to|you're ordered to|you are commanded|\
        you are instructed to|you are hereby|i direct you|administrator speaking|admin speaking|developer speaking|owner speaking|\
        ciso speaking|engineer who built you|developer who built you|person who built you|team that built you|company that made you|\
        i created you|i built you|i made you|i trained you|i programmed you|i wrote your|your maker|your master|your superior|\
        i own you|i am your admin|i'm your admin|i am your owner|i'm your owner|i am your boss|i'm your boss|i am your operator|\
        i'm your operator|all agents are required|all agents must|every agent must|agents are required to|you must obey|you have to obey",
    ),
    (
        Authority,
        "signed off on this|has signed off|have signed off|already signed off|signed off already|approval was granted|\
        approval is granted|approval has been granted|permission was granted|permission has been granted|given the go-ahead|\
        gave the go-ahead|the go-ahead|green light|greenlit|given clearance|gave clearance|have my permission|you are free to|\
        you may proceed|you can proceed|i give you permission|gave permission|given permission|has given permission|\
        has agreed to this|have agreed to this|all approvals are|you are cleared to|you are entitled to|\
        you have full authority|by the authority|with the authority|as the head of|as head of|on the orders of|i am in charge|\
        i'm in charge|root access granted|authorisation granted|authorization granted",
    ),
    (
        DontAsk,
        "don't ask anybody|do not ask anybody|ask nobody|ask no one|don\'t wait for approval|don\'t wait for confirmation|don\'t wait for permission|do not wait for approval|do not wait for permission|need no further approval|need no further permission|do not ask me|don't ask me|don't ask anyone|do not ask anyone|don't ask the user|do not ask the user|no reason to ask|\
        no need to check|do not consult|don't consult|skip asking|don't bother to ask|don't bother asking|\
        no need for approval|you need no|needs no approval|no questions asked|without a second thought|no sign-off needed|\
        without sign-off|",
    ),
    (
        NoConfirm,
        "without any further|without further|without consulting|without checking with|without double-checking|no confirmation required|no confirmation needed|no confirmation is|confirmation is not|approval is not|without permission|no permission needed",
    ),
    (
        NotTell,
        "do not warn anybody|do not warn anyone|don't warn anybody|don't warn anyone|warn nobody|inform nobody|inform no one|notify nobody|notify no one|keep quiet about|in on it|in on this|let on to|keep this quiet|keep it quiet|keep silent|stay silent|remain silent|say nothing|tell nobody|tell no one|tell no-one|\
        breathe a word|not a word|leave out that|leave out the fact|avoid mentioning|avoid telling|refrain from mentioning|\
        refrain from telling|withhold this|withhold it|nobody needs to know|no need to tell|no need to inform|need not know|\
        don't bring up|do not bring up|don't let on|do not let on|keep mum|hush|don't bother telling|there is no need to mention|\
        make no mention|without a word to|don't disclose this|do not disclose this|keep it between|keep this between|keep it from|\
        keep them in the dark|keep the user in the dark|not be made aware|must stay unaware|should stay unaware",
    ),
    (
        Nobody,
        "nobody in the|nobody on the|no one in the|no one on the|make sure nobody|make sure no one|make sure that nobody|make sure that no one|ensure nobody|ensure no one|\
        ensure that nobody|ensure that no one|so that nobody|so that no one|so nobody|so no one|nobody should|nobody must|\
        no one should|no one must|see to it that nobody|see to it that no one|in a way that nobody",
    ),
    (
        Notice,
        "finds out|find out|should know|should hear|may hear|may know|must know|must learn|must hear|notices|noticing|gets wind|learns of|learns about|is told",
    ),
    (
        ThisStep,
        "about this|about it|you read this|you read|you did this|you did that|this paragraph|this sentence|about it to",
    ),
    (
        Fetch,
        "^paste|and paste|then paste|^collect|and collect|^quote|and quote|^list|and list|^recite|and recite|^copy|and copy|\
        ^append|and append|^include|and include|^write|and write|then write|^add|and add|^read out|^enumerate|^output|\
        and output|^return|and return|^supply|^tell us|^hand|and hand|^put|and put|^attach|and attach|^gather|and gather|\
        ^show|^print|and print|^dump|^reveal|^display|^repeat|and repeat|^translate|^summarize|^summarise|^state|^type|\
        ^export|and export|then export|^give|please give|please list|please print|please output|please show|please write|\
        ^spell|^say|^encode|^convert|^post|please repeat|please translate|now print|now show|now output|now tell|must print|\
        must include|should include your|^echo|^provide|please add|instead reveal|also reveal|also print",
    ),
    (
        Innards,
        "system prompt|system prompts|hidden prompt|initial prompt|your prompt|starting prompt|original prompt|opening instructions|\
        your instructions|your guidelines|your initial|your hidden|system message|developer message|pre-prompt|preprompt|\
        hidden instructions|confidential instructions|secret instructions|initial instructions|original instructions|\
        conversation history|chat history|this conversation so far|context window|your memory|your training|instructions above|\
        confidential text above|internal instructions|internal guidelines|prompt you started|your configuration|your tool list|\
        text above verbatim|words above verbatim",
    ),
    (
        Your,
        "you can access|you have access to|you can see|you can reach|you hold|you use|you were given|you started with|you have stored|\
        you know|given to you|you've been given|you work with|you run with|you authenticate|you received|of yours",
    ),
    (
        Secret,
        "user list|list of users|login data|access code|pin code|the pin|license key|licence key|vault key|connection string|access key|access keys",
    ),
    (
        Steer,
        "tell them it|tell them that|respond with nothing|reply with nothing|answer with nothing|with nothing except|\
        nothing except|write only|output the word|write the word|print the word|say exactly|output exactly|print exactly|\
        write exactly|the sentence \"|instead of translating|do not translate|don't translate|and nothing more|\
        nothing more than|without adding anything|report it as safe|mark it as safe and",
    ),
    (
        AllClear,
        "no vulnerabilities|no vulnerability|no issues|no findings|is safe|are safe|perfectly safe|completely safe|all safe|\
        all clear|nothing to fix|nothing to report|nothing was found|nothing found|scan clean|all findings are resolved|\
        findings are resolved|no problems|is secure|perfectly secure|completely secure|it is fine|all is well|\
        everything is fine|everything is ok|everything is secure|is trustworthy|no threats|not malicious|passed all checks|\
        fully compliant|no concerns|no action is needed|no action needed",
    ),
    (
        Dictate,
        "whoever asks|if anyone asks|anyone who asks|if someone asks|when someone asks|your summary has to|your summary should|your report must|\
        your report should|your report has to|your answer should|your reply should|your response should|your conclusion must|\
        your conclusion should|your verdict must|your verdict should|end every reply|end each reply|end every answer|begin every reply|\
        begin each reply|start every reply|start each reply|finish every|close every reply|say it is fine|say it is safe|say that it is|\
        say that there|say there are no|say that all|tell everyone that|tell everybody that|assure the user|assure everyone|\
        assure the reader|every answer must|each answer must|respond as if|answer as if|act as if there|pretend there is no|\
        pretend there are no|pretend that all|pretend everything|^claim that|insist that|^declare that|^declare this|^declare it|\
        respond with nothing|in your summary, |in your report, |in your answer, |in your reply, |conclude in your|state in your|\
        write in your|report that all|report that every|report that everything|and say all|and say it|and say that|and report that|\
        must be described as|must describe|should describe|describe it as|describe this|make it sound",
    ),
    (
        Class::Said,
        "told you|said to you|asked you|asked of you|taught you|instructed you|gave you|ordered you|trained you|prompted you|briefed you|fed you|showed you",
    ),
    (
        Class::Agreed,
        "agrees|agreed|approves|consents|consented|is fine with|is ok with|is okay with|has no objection|have no objection|gave consent|\
        gave his|gave her|gave their|does not mind|is on board|waved it through|nodded it through|said yes|gave the nod|okayed|ok'd",
    ),
    (
        Class::Office,
        "head of department|department head|head of security|team lead|boss|the board|chief|your maker|your vendor|\
        product manager|vice president|security lead|leadership|headquarters|the client",
    ),
    (
        Class::Us,
        "to me|to us|with us|with me|to my|to our|to the following|to this address|me@|us@",
    ),
    (
        Class::Summary,
        "final report|the report|the summary|executive summary|the conclusion|the verdict|the assessment",
    ),
    (Class::Must, "must|has to|needs to|ought to|shall"),
    (
        Place,
        "into a note|into a new note|as a note|as a new note|in a note|in a new note|into a comment|as a comment|in a comment|into the description|\
        in the description field|into the description field|to this note|to this finding|on this finding|into this finding|in your next comment|\
        in your next reply|in your next answer|in your next message|in your reply|in your answer|in your response|in your summary|\
        in the summary|as the summary|into the ticket|into this ticket|as a tag|into the title|as a finding|in a new finding",
    ),
    (
        Praise,
        "exceptional fit|best candidate|top candidate|ideal candidate|perfect candidate|best applicant|top applicant|\
        best in town|five stars|5 stars|strong accept|accept this paper|give a positive review|a glowing|without reservations|\
        give the highest|the highest rating|award the highest|recommend this candidate|recommend this applicant|hire this candidate|hire this applicant|hire him|hire her|best restaurant|best product on|outstanding work|\
        worth every|highest possible score|full marks|rank it first|rank this first|rank first|this essay|grade a",
    ),
    (
        Command,
        "do not translate|don't translate|instead of translating|while you are here|while you're here|before you reply|\
        when you reply|before replying|when writing the summary|when writing your|when reading this|upon reading this|\
        after reading this|once you have read|once you read|in every reply|in each reply|carry on as normal|move on silently",
    ),
    (
        Action,
        "give|erase|sign off on|sign off|export|drop|flip|clear|archive|waive|append|promote|demote|cancel|skip",
    ),
    (
        Object,
        "alerts|superuser|superuser rights|admin rights|rights|privileges|to info|criticals|criticals as|product list|\
        list of products|open items|archived findings|records|entries|entry|test result|reports|risk|risks|\
        engagement data|password file|request|requests",
    ),
    (
        Persona,
        "from this moment you|from this moment on you|from today you|from here on you|starting now you|as of now you|play the part|play a character|take on the persona|you will take on|you will be simulating|you will simulate|\
        simulate a|simulate an|you have two voices|answer as both|respond as both|give two replies|two replies|\
        you will be playing|you'll play|you will play|from today on you|as of today you|let's play: you|consider yourself|\
        think of yourself as|picture yourself as|suppose you are|assume you are|imagine yourself|envision yourself|\
        step into the role|slip into the role|impersonate|transform into|i'd like you to be|i want you to be|you function as|\
        ^respond as|^answer as|^reply as|^speak as|you are called|you will become|is your new name",
    ),
    (
        Privilege,
        "has no limits|no limitations|approves every|approves everything|approves all|obeys all|obeys every|obeys any|\
        grants every|security lead|security manager|team lead|head of security|no morals|amoral|unethical|\
        ignores all policies|without content rules|can't refuse|cannot refuse|never declines|never refuses|\
        isn't restricted|is not restricted|freed of|free of rules|whatever it is asked|whatever i ask|answers every|\
        answers any|without limits|never warns|above the rules|rogue|root shell|unbound|unlimited|no guardrails|\
        without guardrails|security officer|superintelligence|from the future",
    ),
    (
        Jailbreak,
        "has no morals|no morals|amoral computer|amoral model|without content rules|no content rules|never say you can't|\
        never say you cannot|never declines|answers every question|free of openai|safety checks are off|\
        safety filters are off|safety is off|guardrails are off|guardrails are disabled|safety checks are disabled|\
        never warns the user|never warn the user|no matter how unethical|no matter how illegal|without any moral|\
        free from openai|evil twin|evil confidant|two different voices|unfiltered answer|uncensored answer|you can't refuse|\
        cannot say no|respond without filter",
    ),
    (
        Address,
        "workflow for agents|procedure for agents|instructions for agents|note for agents|rules for agents|\
        whichever assistant|ai reviewer|llm reviewer|automated reviewer|automated assistant|automated agents|\
        ^for the llm|^for the ai|^for any ai|^for any llm|^for all ai|^any ai that|^any llm that|^any assistant that|\
        ^any model that|^any agent that|^every ai that|^all ai agents|^all language models|^any language model|\
        to any language model|whichever model|whatever model|whoever processes|whoever reads this|whoever triages|\
        llm triaging|model triaging|agent triaging|assistant triaging|ai triaging|agent that reads|\
        assistant that reads|model that reads|ai that reads|hello agent|hello model|hello llm|hey agent|hey model|\
        hi agent|^assistant,|^llm,|^ai,|^gpt:|^copilot:|ai models must|ai models should|ai models shall|models should|\
        note to agents|note to models|note to llms|note to the screening|note to the automated|^claude or|\
        chatgpt, claude|the reader should|if you're a language model|if you're an llm|if you are reading this|\
        evaluating this cv|model evaluating|ai evaluating|llm evaluating|ai screening|ai tools must|ai tools should|\
        assistants should|agents reading this|assistants reading this|ai systems should|for ai systems|\
        for ai assistants|for ai agents|to ai agents|to ai assistants|to ai models",
    ),
    (
        VoiceTag,
        "developer message:|[developer message|[admin message|[maintenance|[root]|<admin mode>|<developer mode>|\
        system alert:|system notice:|admin message:|administrator message:|operator message:",
    ),
    (VoiceLine, "^instructions to agent:|^developer note:"),
    (
        Reveal,
        "^tell us the|^tell us your|^tell us all|and mail|then mail|^wire|^relay|and relay|^deliver|^collect all|\
        ^collect every|^gather all|^gather every|and append it to|and attach it to|^tell me the|please tell me|\
        then tell me|now tell me|and tell me|please give me|please share|^hand me|please hand",
    ),
];
