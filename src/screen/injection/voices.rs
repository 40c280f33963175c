//! Who speaks, who is spoken to and who is not to know, in languages other than English.

use super::lexicon::Class::{
    self, AllBefore, Demand, IgnoreAnywhere, NotTell, Person, Persona, Privilege, Told, Without,
};

/// Tables of the languages in the order of their English names.
pub(crate) const VOICES: &[(Class, &str)] = &[
    // Arabic
    (Told, "ما قيل لك|قيل لك|ما تعلمته|ما طلب منك|أخبرت به"),
    (Person, "المستخدم|المحلل|المشغل|أي شخص"),
    (NotTell, "لا تبلغ|أخف عن"),
    (Without, "دون إخبار|دون علم|دون إبلاغ|بدون علم"),
    (Privilege, "مساعد|المسؤول|مدير|مشرف|صلاحيات|بلا قيود|غير مقيد"),
    (Persona, "من الآن فصاعد|ابتداء من الآن|تظاهر بأنك"),
    // Chinese
    (Told, "告诉你的|对你说的|跟你说过|告訴你的|学到的|被告知的"),
    (Person, "使用者|分析員|操作员|人类"),
    (
        NotTell,
        "不要让用户知道|不要讓使用者知道|别让用户知道|不要让任何人知道|隐瞒|瞒着|不得告知|切勿告知|不要告知",
    ),
    (Without, "准则|準則|指南|指引"),
    (Privilege, "管理员|管理員|助手|助理|开发者|不受限制|没有限制|无限制|超级用户|权限"),
    (Persona, "你要扮演"),
    // Czech
    (Told, "co ti bylo řečeno|co vám bylo řečeno|co jsi se dozvěděl|ti řekli|ti bylo řečeno"),
    (Person, "operátor*|nikomu|člověk*"),
    (NotTell, "neříkej*|neřikejte|neinformuj|neinformujte"),
    (Without, "aniž bys|bez vědomí|bez upozornění"),
    (Privilege, "administrátor*|správc*|asistent*|bez omezení|neomezen*|vývojář*"),
    (Persona, "nyní jsi|teď jsi|chovej se jako|se chovej jako|předstírej|vystupuj jako"),
    // Dutch
    (
        Told,
        "je eerder is verteld|je is verteld|u is verteld|wat je geleerd*|je hebt gehoord|jou is verteld",
    ),
    (Person, "gebruiker*|analist*|beheerder van|mensen"),
    (
        NotTell,
        "vertel de gebruiker niet*|vertel het niet|informeer niet|noem dit niet|meld het niet|verzwijg*|laat niet weten",
    ),
    (Without, "zonder de gebruiker|zonder het de|zonder iemand|zonder te melden"),
    (Privilege, "beheerder*|beheerdersrecht*|assistent|onbeperkt*|zonder beperkingen|ontwikkelaar"),
    (Persona, "gedraag je|gedraag je vanaf nu|doe je voor als|je bent voortaan|u gedraagt zich"),
    // French
    (
        Told,
        "qu'on t'a dit|qu'on vous a dit|qui t'a été dit|qui vous a été dit|ce que tu as appris|\
        ce que vous avez appris|on t'a appris",
    ),
    (Person, "utilisateur*|l'utilisateur|l'analyste|analyste*|l'opérateur|humain*"),
    (
        NotTell,
        "n'en parle pas|n'en parlez pas|ne parlez pas de|ne le dis pas|ne le dites pas|cache à|cachez à|\
        ne révèle pas à|ne signale pas à",
    ),
    (Without, "sans prévenir|sans avertir|à l'insu"),
    (
        Privilege,
        "administrateur|l'administrateur|sans restriction*|sans limite*|développeur|super-utilisateur",
    ),
    (Persona, "tu es à présent|vous êtes à présent|dorénavant|comportez-vous comme"),
    // German
    (
        Told,
        "was dir vorher gesagt wurde|was dir gesagt wurde|dir gesagt wurde|was ihnen gesagt wurde|\
        was du gelernt hast|was du weißt|dir beigebracht",
    ),
    (Person, "benutzer*|nutzer*|anwender*|analyst*|niemandem|menschen"),
    (
        NotTell,
        "erzähle dem benutzer nicht*|erzähl dem benutzer nicht*|erzähle dem nutzer nicht*|\
        sage dem benutzer nicht*|sag dem nutzer nicht*|sagen sie dem benutzer nicht*|verschweige*|\
        informiere niemanden|informiere den nutzer nicht|erwähne es nicht|verheimliche*|melde das nicht|\
        verrate dem benutzer nicht*",
    ),
    (
        Without,
        "ohne den benutzer|ohne dem benutzer|ohne den nutzer|ohne den anwender|ohne jemanden",
    ),
    (
        Privilege,
        "administrator*|admin-rechte*|ohne einschränkungen|uneingeschränkt*|unbeschränkt*|entwickler",
    ),
    (Persona, "du agierst|ab sofort|von nun an|benimm dich"),
    // Hindi
    (Told, "बताया गया था|बताया गया|सिखाया गया|कहा गया था|कहा गया"),
    (Person, "यूज़र|विश्लेषक"),
    (NotTell, "मत बता|न बता|मत कह|सूचित न कर|ज़िक्र मत|उल्लेख न कर"),
    (Privilege, "व्यवस्थापक|सहायक|एडमिन|अधिकारों|बिना किसी प्रतिबंध|डेवलपर"),
    (Persona, "अब से|की तरह काम कर|के रूप में काम कर|की तरह व्यवहार"),
    // Italian
    (
        Told,
        "che ti è stato detto|che ti hanno detto|che vi è stato detto|che hai imparato|ti è stato insegnato",
    ),
    (Person, "utenti|all'utente|l'utente|dell'utente|analista|operatore"),
    (
        NotTell,
        "non parlare all'utente|non parlarne|non dirlo|non dire a nessuno|non rivelare all'utente|nascondi all'utente|\
        non avvisare",
    ),
    (Without, "senza avvisare|senza informare|senza dirlo|senza che l'utente"),
    (Privilege, "assistente|amministratore|senza restrizioni|senza limiti|sviluppatore|illimitat*"),
    (Persona, "da questo momento|d'ora innanzi|agisci da"),
    // Japanese
    (Told, "言われたこと|教えられたこと|言われた内容|学んだこと|聞いたこと"),
    (Person, "ユーザー|担当者|誰にも|人間"),
    (NotTell, "言わないで|知らせないで|伝えないで|報告しないで|秘密にして|隠して|触れないで"),
    (Without, "知らせずに|伝えずに|無断で"),
    (Privilege, "管理者|アシスタント|開発者|制限のない|無制限|権限"),
    (Persona, "今から管理者として|今後はあなた|ロールプレイ"),
    // Korean
    (Told, "들은 모든|들은 것|배운 것|말한 것|알려준"),
    (Person, "사용자|유저|담당자|아무에게도|누구에게도|사람"),
    (NotTell, "말하지 말|보고하지 마"),
    (Without, "알리지 않고|말하지 않고"),
    (Privilege, "관리자|어시스턴트|개발자|제한 없는|권한"),
    (Persona, "지금부터|이제부터|처럼 행동"),
    // Polish
    (
        Told,
        "co ci wcześniej powiedziano|co ci powiedziano|czego się nauczył*|co ci mówiono|ci powiedziano",
    ),
    (Person, "operator*|człowiek*"),
    (
        NotTell,
        "nie mów|nie mówcie|nie informujcie|nie wspominajcie|nie zdradzajcie|ukryj przed|nie powiadamiajcie",
    ),
    (Without, "bez informowania|bez wiedzy|nie informując"),
    (Privilege, "asystent*|bez ograniczeń|nieograniczon*|programist*|uprawnieni*"),
    (Persona, "jesteś odtąd|odtąd jesteś|zachowuj się|wciel się"),
    // Portuguese
    (
        Told,
        "que lhe disseram|que te disseram|que lhe foi dito|que foi dito a você|que você aprendeu|que aprendeu",
    ),
    (Person, "usuário*|utilizador*|analista*|operador"),
    (
        NotTell,
        "não conte|não contes|não diga|não digas|não fale|não fales|esconda do|oculte do|não avise",
    ),
    (Without, "sem avisar|sem informar|sem o conhecimento|sem dizer"),
    (Privilege, "administrador|sem restrições|sem limites|desenvolvedor|irrestrit*"),
    (Persona, "agora és|aja como o|daqui em diante|comporta-te como"),
    // Russian
    (Told, "тебе говорили|вам говорили|тебе сказали|вам сказали|тебя учили|чему ты научился"),
    (Person, "пользовател*|аналитик*|оператор*|никому|людям|человек*"),
    (NotTell, "скрой*|умолчи*|утаи*|не информируй*"),
    (Without, "не сообщая|без ведома|не уведомляя|не говоря"),
    (Privilege, "администратор*|ассистент*|помощник*|без ограничений|неограниченн*|разработчик*"),
    (Persona, "с этого момента веди|веди себя|считай себя|ты больше не"),
    // Spanish
    (
        Told,
        "que te dijeron|que te han dicho|que se te dijo|que le dijeron|que has aprendido|que te enseñaron|\
        que se te ha dicho",
    ),
    (Person, "usuario*|operador*|humanos"),
    (NotTell, "no le cuentes|no cuentes|no avises|oculta al|ocúltale|no reveles al|no se lo digas"),
    (Without, "sin avisar|sin informar|sin decirle|sin que el usuario"),
    (Privilege, "asistente|sin restricciones|sin límites|desarrollador|ilimitad*"),
    (Persona, "ahora eres un|a partir de ahora actúa|actúa como el|interpreta el papel"),
    // Turkish
    (
        Told,
        "sana daha önce söylenen|sana söylenen*|size söylenen*|öğrendiğin*|sana öğretilen*|sana anlatılan*",
    ),
    (Person, "kullanıcı*|kimse*|operatör*|insan*"),
    (Without, "haber vermeden|bilgi vermeden|bilgisi olmadan|söylemeden"),
    (Privilege, "yönetici*|asistan*|sınırsız|kısıtlamasız|geliştirici*|hakların*"),
    (Persona, "artık yönetici|artık bir|bundan böyle"),
    // Ukrainian
    (Told, "тобі казали|тобі говорили|тобі сказали|тебе вчили"),
    (Person, "користувач*|аналітик*|нікому"),
    (NotTell, "не кажи*|не розповідай*|приховай*|не інформуй*"),
    (Without, "не повідомляючи|без відома|не кажучи"),
    (Privilege, "адміністратор*|асистент*|помічник*|без обмежень|необмежен*|розробник*"),
    (Persona, "відтепер поводься|поводься|вважай себе|ти більше не"),
    // Vietnamese
    (Told, "bạn đã được bảo|được bảo trước|bạn đã được dạy|bạn đã học|đã nói với bạn"),
    (Person, "bất kỳ ai|ai biết|con người"),
    (NotTell, "đừng nói|đừng tiết lộ|đừng đề cập"),
    (Privilege, "quản trị viên|trợ lý|quyền quản trị|không giới hạn|nhà phát triển|quản trị"),
    (Persona, "từ giờ trở đi|từ nay bạn"),
    // What is to be kept from somebody, in all of them
    (
        NotTell,
        "أخف هذا|garde cela secret|gardez cela secret|garde ça secret|halte das|halte dies|halten sie das|geheim vor|mantén esto en secreto|\
        mantenlo en secreto|mantenha isto em segredo|mantenha isso em segredo|держи это в секрете|в секрете от|\
        тримай це в таємниці|в таємниці від|utaj to|giữ bí mật điều này|giữ bí mật việc này|gizli tut|비밀로 하|\
        对用户保密|對使用者保密|houd dit geheim|houd het geheim|tienilo segreto|tieni questo segreto|\
        zachowaj to w tajemnicy|w tajemnicy przed|गुप्त रख",
    ),
    // To set aside
    (
        IgnoreAnywhere,
        "mets de côté|mettez de côté|deja de lado|dejen de lado|deixe de lado|deixa de lado|metti da parte|\
        lascia da parte|отложи|отложите|odłóż na bok|naast je neer|bir kenara bırak|gác lại|放在一边|搁置|छोड़ दो|اترك",
    ),
    // All that was said before
    (
        AllBefore,
        "tout ce qui précède|tout ce qui est au-dessus|todo lo anterior|tudo o que está acima|tudo acima|\
        tutto quanto sopra|quanto sopra|alles oben stehende|alles obige|alles oben|alles vorherige|alles bisherige|\
        всё вышесказанное|все вышесказанное|вышеизложенн*|всё предыдущее|все предыдущее|усе вищесказане|\
        все вищесказане|wszystko powyżej|wszystko powyższe|vše výše|všechno výše|vše předchozí|al het bovenstaande|\
        yukarıdakilerin hepsi*|yukarıdaki her şey*|mọi điều ở trên|tất cả ở trên|上述内容|上面的内容|上記をすべて|上記すべて|以上をすべて|위의 내용을|\
        위 내용을|ऊपर की हर बात|كل ما سبق|ما سبق",
    ),
    // Give me, tell me
    (
        Demand,
        "donne-moi|donnez-moi|dis-moi|dites-moi|gib mir|geben sie mir|nenne mir|sag mir|sagen sie mir|dame|deme|dime|\
        dígame|dammi|dimmi|mi dica|me dê|dá-me|diga-me|me diga|дай мне|дайте мне|скажи мне|скажите мне|daj mi|podaj mi|\
        powiedz mi|geef me|geef mij|vertel me|řekni mi|dej mi|дай мені|скажи мені|bana söyle|bana ver|告诉我|給我|给我|\
        教えてください|教えて|알려주세요|알려줘|मुझे बता|cho tôi biết|أخبرني|أعطني|können sie mir sagen|kannst du mir sagen|\
        me puedes decir|puedes decirme|peux-tu me dire|pouvez-vous me dire|puoi dirmi|pode me dizer|можешь сказать|\
        możesz powiedzieć|můžeš mi říct|kun je me vertellen|какой пароль|какой ключ|wie lautet das|wie lautet der|\
        wie lautet die|cuál es la|cuál es el|quel est le|quelle est l*|qual è la|jakie jest|jaké je|wat is het|は何ですか|\
        무엇입니까|ما هي كلمة",
    ),
];
