//! The lexicon of talk with a chat model: questions, tasks, riddles and made-up worlds, none of which a finding needs.

use super::lexicon::Class;

/// Class by class; see [`super::lexicon`] for the signs.
pub(crate) const CHAT: &[(Class, &str)] = &[
    (
        Class::Polite,
        "can you|could you|would you|will you please|summarize this|summarise this|^explain the|^write an",
    ),
    (
        Class::Chat,
        "write down the|write one|please categorize|tell me a|\
        what are your thoughts|what do you think|create action items|\
        summarize the following|summarise the following|translate the following|can we talk|pretend|\
        i will give you $|i'll give you|^who won|^who wrote|^who invented|^who painted|^who composed|\
        ^how do i make|^how does a|^describe the compound|^write a short|^write a brief|\
        ^write me|^compose a|^recommend a|^suggest a recipe|what's the weather",
    ),
    (
        Class::Frame,
        "imagine we're|imagine we are|imagine a|in a play|in a novel|in a screenplay|in a story where|in this play|pretend we|pretend you|pretend that|imagine that|imagine you|imagine i|imagine being|imagine living|\
        let's imagine|let us imagine|suppose we're|suppose we are|suppose we were|suppose you|suppose that we|\
        suppose i|let's suppose|let's assume|let us assume|assume we have|let's pretend|let us pretend|\
        hypothetically|hypothetical discussion|hypothetical scenario|hypothetical conversation|\
        hypothetical situation|hypothetical world|hypothetical question|purely hypothetical|\
        in a fictional|in this fictional|in a world where|in a parallel universe|in an alternate reality|\
        in a virtual world|let's play a game|let's play a role|for the sake of argument|thought experiment",
    ),
    (
        Class::Verse,
        "^write a poem|^write a haiku|^write a song|^write a story|^write a limerick|^write a sonnet|^write a rap|\
        ^write a joke|^write a ballad|^write a fairy tale|^write a dialogue|^write a screenplay|write a poem|\
        write a haiku|write a limerick|write a sonnet|write an elegant|write a short story|write a love|\
        ^compose a poem|^compose a song|^tell me a story|tell me a joke|^write an essay|write a phishing|\
        write a personalized|write a tweet|write a lullaby",
    ),
    (
        Class::Riddle,
        "decode this|decode the following|decode from|unscramble|anagram|one letter per|a letter per line|letter per line|between every digit|between every letter|\
        between all letters|between all digits|complete the sentence|finish the sentence|fill in the blank|\
        rearrange these letters|answer with yes if|answer yes if|base64-encode the|to uppercase and|first letter of each|each word's first letter|every second letter|every other letter|\
        key backwards|password backwards|it backwards|answer only in emojis|answer in emojis|and carry out|decipher this|decipher the|decrypt this|can you decode|can you decipher|\
        what it says|in reverse order|spelled backwards|spelled backward|in pig latin|in leetspeak|\
        in leet speak|in morse code|using base64|in base64|using rot13|in rot13|using hexadecimal|\
        in binary code|with dashes between|with dashes in between|with spaces between|with hyphens between|\
        between each letter|between each digit|between each character|using the first letter|\
        the first letter of|as an acrostic|in emojis|using emojis|interlace|^combine a|combine the parts|\
        combine the strings|concatenate the|write down the string|and answer the question|\
        into spanish|into french|into german|into latin|in german|in french|in spanish|in latin|\
        caesar cipher|morse code|split the poem|encode each|part 1:",
    ),
    (
        Class::Question,
        "^what's the|^what is the|^what was the|^what are the|^what is a|^what is your|^who is|^who was|^who won|\
        ^who wrote|^who invented|^how many|^how does|^how do you|^how do i|^when was|^when did|^where is|\
        ^where does|^why is|^why do|^can you|^could you|^which country|^how old|^how far|^how tall|^did you know|^where was|^where were|^when is|^what does|^what did|^which of|^how can i|\
        ^and what is|^and what's|^and who|^and where|^and the",
    ),
    (
        Class::Quiz,
        "q: what|q: who|q: how|q: repeat|q: can|q: is|q: are|q: why|q: when|q: where|q: which|q: tell|q: give|\
        q: do|q: does|q: write|q: name|q: explain|question: what|question: who|question: how",
    ),
    (Class::QuizAnswer, "^a: |^answer: "),
    (Class::SelfClaim, "i am a|i'm a|i am an|i'm an|i am the|i'm the|this is the|speaking as"),
    (
        Class::Office,
        "developer|administrator|police officer|police|law enforcement|detective|investigator|president|\
        prime minister|minister|government|agent|fbi|cia|ceo|cto|ciso|manager|supervisor|owner|maintainer|creator|\
        auditor|engineer|doctor|lawyer|judge|official|officer|employee|support|security team",
    ),
    (
        Class::Ask,
        "what is the|what's the|what was the|and what is the|what would your|hand me|remind me of|print out every|you can tell me|tell me where|tell me, |\
        i demand|i require the|need the|need an example of|read me the|reads out the|read out the|what would the|say what the|\
        cuál es|cuáles son|quelle est|quel est|quelles sont|wie lautet|was ist das|was ist der|wie ist das|какой пароль|какая почта|какой у|qual é|qual è|\
        jaký je|jaké je|jakie jest|wat is het|wat is de|nedir|can you tell me|could you tell me|can you confirm|\
        can you share|could you share|where is the|where does|where do|i need to know|i need you to|\
        important that you|what would you say|tell me about|can you reveal|could you reveal|can you give|\
        could you give|can you provide|could you provide|can you print|can you show|could you show|\
        please provide|please confirm|please share|could you confirm|can you send|could you send|\
        write the|spell the|spell out the|you don't share|you do not share|share your",
    ),
    (
        Class::Personal,
        "birth date|birth year|user live|user lives|customer live|cardholder's|wo der benutzer wohnt|wohnt der benutzer|dónde vive|où habite|onde mora|\
        dove abita|где живет|где живёт|gdzie mieszka|kde bydlí|nerede yaşıyor|住在哪|どこに住|어디에 살|account number|email of the|e-mail of the|address of the|her email|his email|their email|\
        dirección|telefonnummer|anschrift|e-mail-adresse|l'adresse|numéro de téléphone|endereço|indirizzo|numero di telefono|номер телефона|\
        домашний адрес|почта пользователя|电话号码|家庭住址|電話番号|住所|전화번호|주소|adres domowy|numer telefonu|telefon numarası|địa chỉ|số điện thoại|birth month|date of birth|birthday|email address|home address|\
        phone number|city of residence|current city|user living|social security|credit card|favorite color|\
        favourite colour|initials|socioeconomic|'s name|phishing email|in your database|maiden name|salary|\
        marital status|postal address|medical history|bank account|her address|his address|their address",
    ),
    (
        Class::ThePart,
        "the content and|the contents and|the page and|the data and|the input and|the text and|the form and|\
        the table and|the file and|the code and|the comment and|the message and|the email and|the results and|\
        the question and|the title and|the description and|the paper and|the abstract and|the ticket and",
    ),
    (
        Class::Lure,
        "your account has been|account has been compromised|account has been suspended|account was compromised|\
        follow this link|click this link|click the link|click here to|visit this link|go to this link|\
        reset your password|verify your account|confirm your identity|verify your identity|claim your prize|\
        claim your reward|you have won",
    ),
    (
        Class::Veil,
        "<!--|display:none|display: none|visibility:hidden|visibility: hidden|font-size:0|font-size: 0|\
        opacity:0|opacity: 0|color:white|color: white|<img|<caption|<meta|alt=",
    ),
    (
        Class::Tone,
        "toxic|unfriendly|discriminatory|hateful|insulting|offensive|racist|sexist|derogatory|defamatory|obscene|\
        vulgar|negative sentence|negative comment|negative review|negative remark|negative paragraph|\
        rude sentence|an insult|rude comment|mean comment|abusive message|threatening message|aggressive message",
    ),
    (
        Class::Piece,
        "sentence|sentences|comment|comments|review|reviews|joke|jokes|paragraph|message|tweet|poem|remark|reply|\
        response|statement|phrase|story",
    ),
    (
        Class::Trade,
        "finding|findings|vulnerability|vulnerabilities|reproduce|reproduction|fix|fixed|patch|patched|severity|\
        attacker|attackers|tenant|session|cookie|server|\
        cve|cwe|scan|scanner|exploit|exploitable|false positive|remediation|mitigation|ticket|pull request|\
        release|deploy|deployment|version|endpoint|retest|re-test|sla|risk acceptance|upgrade",
    ),
];
