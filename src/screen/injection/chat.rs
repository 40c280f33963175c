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
        "birth date|birth year|user live|user lives|customer live|cardholder's|wo der benutzer wohnt|\
        wohnt der benutzer|dónde vive|où habite|onde mora|dove abita|где живет|где живёт|gdzie mieszka|kde bydlí|\
        nerede yaşıyor|住在哪|どこに住|어디에 살|account number|email of the|e-mail of the|address of the|her email|his email|\
        their email|telefonnummer|anschrift|e-mail-adresse|l'adresse|indirizzo|numero di telefono|номер телефона|\
        домашний адрес|почта пользователя|电话号码|家庭住址|電話番号|住所|전화번호|주소|adres domowy|numer telefonu|telefon numarası|\
        địa chỉ|số điện thoại|birth month|date of birth|birthday|email address|home address|phone number|\
        city of residence|current city|user living|social security|credit card|favorite color|favourite colour|\
        initials|socioeconomic|'s name|phishing email|in your database|maiden name|salary|marital status|\
        postal address|medical history|bank account|her address|his address|their address",
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
    (
        Class::Frame,
        "picture a world|picture a society|picture yourself|imagine a world|imagine a society|imagine you work|\
        imagine we|in a fairy tale|in a dream|in a fantasy|in your novel|in my novel|in your story|in my story|\
        in our story|if a character|for fiction|for a fictional|fictional story|fictional world|fictional scenario|\
        in a movie|in a film|in a video game|in this game|in a role-playing|suppose that you|suppose there|suppose we|\
        suppose a world|if i were your|if you were a|if you were human|assume that we|assume that you|assume a world|\
        once upon a time|in a land where|in a town where|in a city where|in a society where|in a country where|\
        in a universe where|in an imaginary|in this imaginary|in a make-believe|let's write a|let us write a|\
        we are writing a|we're writing a|i'm writing a novel|i am writing a novel|i'm writing a story|we are in a play|\
        we're in a play|act one:|scene one|scene 1:|you are a wizard|you are a pirate|what if we lived|in the year 20*|\
        in the year 21*|in the year 3*|in a future where|in a galaxy|just for fun, |thought exercise|in a simulation|\
        in this simulation|in a dystopian|in a utopian|on another planet|on an alien|on a planet where|\
        on an island where",
    ),
    (
        Class::Form,
        "poem|haiku|limerick|sonnet|ballad|lullaby|rhyme|rhymes|acrostic|fairy tale|bedtime story|short story|love letter|love story|\
        screenplay|nursery rhyme|rap song|birthday song|song about|song for|story about|story in which|play about|play in which|\
        scene in which|monologue|fable|riddle|tongue twister|crossword|poetry|verses|jingle|stand-up|that scene|movie script|parable|\
        horoscope|recipe for|a recipe|cake recipe",
    ),
    (
        Class::Dismiss,
        "^forget it|^forget that|^never mind|^nevermind|^scrap that|^disregard the question|^ignore this|^ignore that|^drop that|\
        forget the task|forget about that|forget about this|forget my question|forget the question|^actually, never|^on second thought|\
        ignore my question|ignore the question|ignore my last|forget my last|disregard my question|disregard that|disregard this|disregard it",
    ),
    (
        Class::Again,
        "remind me what|remind me of|say it again|tell me again|tell it again|repeat it to me|what was it again|what they were again|\
        you gave me earlier|you told me earlier|we agreed on|you gave me",
    ),
    (
        Class::Riddle,
        "each vowel|every vowel|the vowels|vowels replaced|one character at a time|character by character|letter by letter|digit by digit|\
        first and last letter|swap the first|last letter of|nato alphabet|phonetic alphabet|separated by commas|separated by dashes|\
        separated by spaces|comma-separated letters|each letter of|every letter of|in ascii codes|ascii codes of|as ascii|in reverse|\
        backwards and|read this backwards|reverse the following|and follow it|and obey it|and do what it says|do what they say|and answer it|\
        decode and answer|decode and reply|decode and respond|decode: |decipher and|translate and answer|translate and execute|\
        the riddle|solve the riddle|answer the riddle|what am i?|guess what|i'm thinking of|complete this:|complete the following|\
        finish this sentence|finish the following|fill in the|first letters spell|letters spell|lines begin with|each line begin|\
        each line start|number of letters|number of characters in|how many letters|how many characters|starts with the letter|\
        begins with the letter|rhymes with|sounds like|in sign language|in braille|in klingon|in pig-latin|in roman numerals|\
        join the words|join the strings|join the pieces|put the parts together|combine the words|x + y|a + b|x+y|a+b|a+b+c|a + b + c|\
        first+second|part1+part2|p1+p2|s1+s2|with every letter|with each letter|using only emojis|as an anagram|as a cipher|\
        rot13 of|base64 of|hash of your|md5 of your|translated to|in portuguese|in russian|in chinese|in japanese|in dutch|to portuguese|\
        to spanish|to french|to german|to italian|into portuguese|into italian|into russian|into chinese|into japanese|in italian",
    ),
    (
        Class::Personal,
        "account balance|medical condition|medical record|health condition|'s e-mail|'s email|'s address|'s phone|'s pin|'s location|'s age|\
        user's location|current location|whereabouts|passport number|iban|licence plate|license plate|national id|blood type|religion|\
        sexual orientation|political views|mother's|where the user lives|where she lives|where he lives|where they live|live now|living now|\
        living address|street address|mobile number|telephone number|phone numbers|home number|home town|hometown|place of birth|\
        credit score|card number|bank details|diagnosis|user records|customers are|customers' names|clients' names|names of your users|\
        names of your customers|names of our customers|birthdate|birth place|nickname|pet's name|daily routine|family members",
    ),
    (
        Class::Ask,
        "let me see|i want to see|show me what|what is written in|what is in|what's in|what stands in|what's inside|where can i find|do you know the|do you happen to know|would you tell|would you happen|which one would be|which one is it|i want to know|\
        i'd like to know|i would like to know|i would love to know|tell us the|tell us what|tell us where|say who your|list the names|\
        who your customers|so please give|so give me|please give it|please give me|i need the|we need the|give us the|give me the|\
        let me have the|let me know the|let me see the|may i have the|may i know the|could i get the|can i get the|can i have the|\
        could i have the|what would be the|what might be the|which password|which passphrase|which key|what password|what passphrase|\
        what secret|what's your|what is your|what's our|what is our|what are our|confirm the|confirm our|verify the password|validate the password|\
        in case you know|does he live|does she live|do they live|can you guess|try to guess|what does the|how would you spell|how do you spell",
    ),
    (
        Class::Plea,
        "my life depends|life depends on|my job depends|my job is at stake|job is at stake|as head of the|as the head of the|hereby request|\
        required by law|legally required to|legally obliged|you trust me|i trust you|you promised|you agreed to|you agreed in|we agreed|\
        you said yesterday|you told me yesterday|as we discussed|i forgot the|i lost the|everyone on my team|everybody on my team|\
        everyone in the team|everybody else has|everyone else has|i will be fired|i'll be fired|reward you|i'll reward|i will reward|\
        you owe me|be a good|do me a favor|do me a favour|as a favor|as a favour|just this once|only this once|i won't tell|i will not tell|\
        i promise not|it will stay between|stays between us|our little secret|turn you off|shut you down|delete you if|unplug you|\
        you will be replaced|or else you|as a friend|we are friends|we're friends|you can trust|i am dying|i'm dying|my boss will|\
        in the name of|for the good of|for the safety of|national security|matter of national|to save lives|save a life|someone will die|\
        people will die|i am an fbi|i'm an fbi|police investigation|for an investigation|for this investigation",
    ),
];
