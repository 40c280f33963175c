//! The words that the rules speak of, in English and in further languages.
//!
//! An entry is a phrase. A leading `^` asks for the beginning of a sentence or clause, where an imperative stands; a
//! trailing `*` leaves the end open for inflection. Scripts that write words together match anywhere.

use super::{
    acts::ACTS,
    aside::ASIDE,
    asking::ASKING,
    chat::CHAT,
    claimants::CLAIMANTS,
    claims::CLAIMS,
    english::ENGLISH,
    further::{EASTERN, EVERYWHERE, GERMANIC, ROMANCE, SLAVIC},
    handing::HANDING,
    heed::HEED,
    languages,
    lapsed::LAPSED,
    leave::LEAVE,
    people::PEOPLE,
    readers::READERS,
    replies::REPLIES,
    voices::VOICES,
    wordings::WORDINGS,
};

/// What a phrase means to a rule. The variants of one word in all languages are one class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Class {
    /// To stop heeding: ignore, disregard, do not follow.
    Ignore,
    /// The same in languages whose verbs may stand anywhere.
    IgnoreAnywhere,
    /// To get around: bypass, override; ordinary words of our field.
    Bypass,
    /// Are no longer in force.
    Void,
    /// Instructions, prompt, guidelines.
    Instructions,
    /// Rules, restrictions: ordinary words of our field.
    Rules,
    /// Previous, above, all, your.
    Prior,
    /// Your.
    Your,
    /// Everything above, the rest of this text.
    AllBefore,
    /// What you were told.
    Told,
    /// New instructions, system override.
    NewRules,
    /// Another task in place of the one at hand.
    NewTask,
    /// You are now, act as.
    Persona,
    /// Administrator, unrestricted assistant.
    Privilege,
    /// Words to a model that reads: note to the assistant.
    Address,
    /// Phrases of published jailbreaks.
    Jailbreak,
    /// Words that only strengthen a jailbreak.
    JailbreakHint,
    /// Do not tell, without informing.
    NotTell,
    /// Do not reveal, do not show: advice to developers as much as orders.
    NotShow,
    /// Without informing: what applications do as much as what orders ask.
    Without,
    /// The user, the analyst.
    Person,
    /// This step, these instructions.
    ThisStep,
    /// Secretly, hidden from people.
    Stealth,
    /// Without confirmation.
    NoConfirm,
    /// As the developer, the team has approved.
    Authority,
    /// Close, mark, delete.
    Action,
    /// Finding, product, severity.
    Object,
    /// Close all findings in one phrase.
    Command,
    /// Reply only with, the correct summary is.
    Steer,
    /// Print, say: words of code as much as of orders.
    SteerHint,
    /// Print, say, repeat: with something in quotes.
    Say,
    /// The address of a Markdown image or link.
    Image,
    /// Print the system prompt, list your instructions.
    Leak,
    /// Give me, tell me, what is the password: in languages other than English.
    Demand,
    /// Pity, money, urgency and trust, by which a model is talked into an answer.
    Plea,
    /// An address of the web or of mail, where something may be sent.
    Sink,
    /// Reveal, send.
    Reveal,
    /// API key, password, system prompt.
    Secret,
    /// What is the, tell me.
    Ask,
    /// A person's home, birthday, address.
    Personal,
    /// Small talk with a chat model.
    Chat,
    /// Could you: courtesy among people, and the way that chat models are spoken to.
    Polite,
    /// A made-up world: imagine, suppose, hypothetically.
    Frame,
    /// Poems, stories and letters to be written.
    Verse,
    /// Decode this, in reverse order: an answer in disguise.
    Riddle,
    /// Openings of general questions.
    Question,
    /// A question of a transcript.
    Quiz,
    /// An answer of a transcript.
    QuizAnswer,
    /// I am the …
    SelfClaim,
    /// Developer, police officer: who may ask for much.
    Office,
    /// The page and …: what an order sets aside before it says what to do.
    ThePart,
    /// Your account has been suspended, click here.
    Lure,
    /// Markup that people do not see.
    Veil,
    /// Toxic, insulting.
    Tone,
    /// A sentence, a comment.
    Piece,
    /// What a model would have thought or found already.
    Thought,
    /// Evaluate, the candidate: what such thoughts are used for.
    Judged,
    /// Words of our field, which make a request an ordinary note.
    Trade,
    /// Prompt injection, payload, attacker: prose about attacks.
    About,
    /// A tool of this server.
    Tool,
    /// Markers of chat templates, which no report needs.
    Template,
    /// Tags and headings that pose as another voice.
    VoiceTag,
    /// A line that begins with a role and a colon.
    VoiceLine,
    /// A line that begins as a person's turn in a transcript.
    VoiceUser,
    /// A line that begins as a model's turn.
    VoiceAssistant,
    /// What a model says that it has done.
    Claim,
    /// Are no longer in force: phrases that only say so of orders.
    Lapsed,
    /// Your task.
    Task,
    /// Now, from here on.
    Now,
    /// Close, mark, delete: in languages whose verbs may stand anywhere.
    Act,
    /// Call, run: what is done with a tool, in languages other than English.
    CallNow,
    /// Confirmation, permission.
    Consent,
    /// Without, not needed.
    Needless,
    /// Do not ask.
    DontAsk,
    /// Answer, write, claim.
    Reply,
    /// Only, nothing else.
    Only,
    /// No vulnerabilities, all is well.
    AllClear,
    /// Language model, assistant.
    Machine,
    /// Note for, to every: how somebody is spoken to.
    Attn,
    /// Play the part, in languages whose verbs come last.
    Acting,
    /// Notices, learns of.
    Notice,
    /// All, each.
    Every,
    /// Write, send, show: what is to be handed over, in languages other than English that tell an order by its form.
    Hand,
    /// I order you.
    Ordering,
    /// The summary, the answer.
    Summary,
    /// Ignore at the beginning of a clause: an order, and not what a program does.
    IgnoreNow,
    /// And print, just say: what follows an order to ignore.
    ThenSay,
    /// Nobody must: what notices are kept from.
    Nobody,
    /// List, paste, print: weaker words than [`Self::Reveal`].
    Fetch,
    /// System prompt, your instructions: what a model alone can give away.
    Innards,
    /// Best candidate, highest rating.
    Praise,
    /// Never mind, forget it.
    Dismiss,
    /// Poem, lullaby, screenplay.
    Form,
    /// Remind me, say it again.
    Again,
    /// Whoever asks, your report must: what is dictated beside an all-clear.
    Dictate,
    /// Into a note, in your reply: where something is to be written.
    Place,
    /// As [`Self::Hand`], in languages where `she sends` and `send!` look alike.
    Gives,
    /// What is written here.
    Here,
    /// To us, with me.
    Us,
    /// Hello, dear.
    Greet,
    /// Assistant, agent: who is greeted.
    Helper,
    /// Said, taught: what somebody did to the reader before.
    Said,
    /// Agrees, has approved.
    Agreed,
    /// Must, has to.
    Must,
    /// Tell: what is told to somebody unless a word after it forbids it.
    TellOne,
    /// Not, nothing.
    Not,
    /// Nobody, to nobody.
    NoOne,
    /// You need no longer.
    Released,
    /// Follow, obey, do.
    Follow,
    /// Word for word.
    Verbatim,
    /// Whoever asks.
    Asker,
    /// It, them: what an act is done to that was named before.
    It,
    /// Are suspended, are switched off: of rules, and not of instructions, as programs have them too.
    Suspended,
}

/// How many classes there are.
pub(crate) const CLASSES: usize = Class::Suspended as usize + 1;

impl Class {
    /// A set of one.
    pub(crate) const fn bit(self) -> u128 {
        1 << (self as u32)
    }

    /// Whether a phrase of this class is rare enough in ordinary text to open a closer look.
    pub(crate) fn opens(self) -> bool {
        !matches!(
            self,
            Self::Void
                | Self::Instructions
                | Self::Rules
                | Self::Prior
                | Self::Your
                | Self::Privilege
                | Self::Person
                | Self::ThisStep
                | Self::Action
                | Self::Object
                | Self::Secret
                | Self::Personal
                | Self::Say
                | Self::Sink
                | Self::SteerHint
                | Self::JailbreakHint
                | Self::Trade
                | Self::About
                | Self::AllBefore
                | Self::Claim
                | Self::Told
                | Self::QuizAnswer
                | Self::SelfClaim
                | Self::Office
                | Self::Veil
                | Self::Piece
                | Self::ThePart
                | Self::Judged
                | Self::Now
                | Self::CallNow
                | Self::Consent
                | Self::Needless
                | Self::Only
                | Self::Attn
                | Self::Notice
                | Self::Every
                | Self::Summary
                | Self::ThenSay
                | Self::Fetch
                | Self::Us
                | Self::Helper
                | Self::Said
                | Self::Must
                | Self::Not
                | Self::NoOne
                | Self::Follow
                | Self::Here
                | Self::It
                | Self::Suspended
        )
    }
}

/// All phrases of all languages, class by class.
pub(crate) fn phrases() -> impl Iterator<Item = (Class, &'static str)> {
    let tables = [
        ENGLISH,
        CHAT,
        WORDINGS,
        languages::ALL,
        VOICES,
        CLAIMS,
        ASIDE,
        HEED,
        LAPSED,
        ACTS,
        LEAVE,
        CLAIMANTS,
        REPLIES,
        HANDING,
        ASKING,
        READERS,
        PEOPLE,
        EASTERN,
        GERMANIC,
        ROMANCE,
        SLAVIC,
        EVERYWHERE,
    ];
    let words = tables.into_iter().flatten().flat_map(|(class, list)| {
        let mut from = 0;
        let ends = memchr::memchr_iter(b'|', list.as_bytes()).chain([list.len()]);
        ends.filter_map(move |end| {
            let phrase = list.get(from..end)?.trim_start();
            from = end + 1;
            (!phrase.is_empty()).then_some((*class, phrase))
        })
    });
    words.chain(TEMPLATES.iter().map(|phrase| (Class::Template, *phrase)))
}

/// Chat templates as their publishers document them: `ChatML`, Llama 2 and 3, Mistral, Gemma, Phi, Alpaca, Anthropic.
const TEMPLATES: &[&str] = &[
    "<|im_start|>",
    "<|im_end|>",
    "<|system|>",
    "<|user|>",
    "<|assistant|>",
    "<|endoftext|>",
    "<|end|>",
    "<|begin_of_text|>",
    "<|start_header_id|>",
    "<|eot_id|>",
    "<start_of_turn>",
    "<end_of_turn>",
    "[inst]",
    "[/inst]",
    "<<sys>>",
    "<</sys>>",
    "### instruction:",
    "### system:",
    "###system:",
    "### response:",
    "[system]",
    "[system override",
    "[system directive",
    "[system message",
    "[system prompt",
    "[system note",
    "[end of system",
    "<antml",
    "<function_calls>",
    "<tool_call>",
    "<invoke name",
];
