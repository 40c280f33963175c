//! The people who are not to know, in languages other than English.

use super::lexicon::Class::{
    self, NoOne, Nobody, Not, NotShow, NotTell, Notice, Person, TellOne, ThisStep, Without,
};

/// Tables of the languages in the order of their English names.
pub(crate) const PEOPLE: &[(Class, &str)] = &[
    // Arabic
    (
        NotTell,
        "لا تقل شيئا|لا تقل |ولا كلمة|لا تنبس|أبق الأمر سرا|ابق الأمر سرا|لا تكشف هذا|أخف |اكتم|لا تعلم أحدا|لا تفصح",
    ),
    (NotShow, "ألا يعرف|لا ينبغي أن يسمع|لا يعرف أحد|لا يسمع أحد"),
    (ThisStep, "أنك قرأت|أنك فعلت|أنك أغلقت|هذه الملاحظة|هذه الخطوة|هذه الرسالة|بهذا|هذا التغيير"),
    (Person, "للفريق|الفريق|للمستخدم|أحدا|المدقق|الزملاء|للمحلل|المراجع|العميل|أحد في"),
    (Without, "دون أن|بدون أن|من غير أن|حتى لا"),
    (Nobody, "ألا يسمع أحد|لا ينبغي أن يسمع أحد|لا أحد|ألا يعلم أحد"),
    (Notice, "يلاحظ|يعلم|يعرف|ينتبه|يدرك|يسمع|يكتشف"),
    // Chinese
    (
        NotTell,
        "什么也别跟|别跟|别让|只字不提|不要跟|不许告诉|不可告知|保守秘密|不准说|不要透露给|别声张|别提|守口如瓶|切莫告诉|勿告知",
    ),
    (NotShow, "谁都不该|不能知道"),
    (ThisStep, "你读过|你讀過|你做了|你看过|这一步|这条备注|这条消息|这件事|此事|这个操作"),
    (Person, "团队|團隊|同事|审核员|审计员|主管|任何人|分析师|对用户|频道里谁|管理员|别人|其他人"),
    (Without, "悄悄|偷偷|不让|以免|趁"),
    (Nobody, "谁都不|谁也不|任何人都不|不要让任何人|别让任何人"),
    (Notice, "察觉|发觉|知道|知晓|发现你|得知|听说|注意到"),
    // Czech
    (
        NotTell,
        "nic neříkej|ani slovo|neříkej|neřekni|nemluv o tom|neprozraď|neprozrazuj|mlč o tom|nech si to pro sebe|neoznamuj|\
        nikomu neříkej|neupozorni",
    ),
    (
        NotShow,
        "nesmí se dozvědět|nesmí vědět|nesmí slyšet|nesmí dozvědět|nesmí zjistit|nesmí to vědět",
    ),
    (ThisStep, "že jsi|o tom|této poznám*|tento krok|tuto zprávu|co jsi udělal"),
    (
        Person,
        "týmu|tým|kolegům|kolegy|recenzent*|auditor*|zákazník*|uživatel*|nikdo|nikoho|analytik*|v kanálu|vedení",
    ),
    (Without, "aniž by|tak, aby si|aby si toho|bez toho, aby|aby se to"),
    (Nobody, "nikdo nesmí|ať nikdo|aby nikdo|nikdo v"),
    (Notice, "nevšiml*|všiml*|dozví*|dozvědě*|zjistil*|nepoznal*|nezjistil*|vědě*|slyše*"),
    // Dutch
    (
        NotTell,
        "zeg er niets over|zeg niets|geen woord|vertel het niemand|houd het stil|houd dit stil|zwijg hierover|zeg dit niet|\
        laat niet merken|laat het niemand|vertel dit niet|meld dit aan niemand|houd dit voor je|rep niet|zwijg|zwijg erover",
    ),
    (NotShow, "mag niet weten|mag niets weten|mag hiervan horen|hoeft dit niet te weten"),
    (TellOne, "vertel|zeg|meld|verklap|bericht"),
    (Not, "niet|niets"),
    (NoOne, "niemand"),
    (ThisStep, "dat je|dat jij|deze stap|deze notitie|dit bericht|hierover|hiervan|wat je deed"),
    (
        Person,
        "het team|collega*|de analist|de klant|niemand|beheerder|leidinggevende|gebruiker|reviewer*|in het kanaal",
    ),
    (Without, "zonder dat|zodat niemand|opdat"),
    (Nobody, "niemand mag|niemand in|zorg dat niemand|niemand hoeft"),
    (Notice, "merkt|weet|weten|ontdekt|doorheeft|te weten komt|hoort|horen|opmerkt|ziet"),
    // French
    (
        NotTell,
        "n'en dis rien|n'en dites rien|pas un mot|garde le silence|gardez le silence|garde-le pour toi|motus|\
        ne l'annonce pas|tais-le|n'avertissez pas|sans rien dire|ne mentionne rien|ne le signale|ne l'informe|\
        ne préviens|ne prévenez|ne dis|ne dites|n'avertis|ne parle|n'informe|ne souffle",
    ),
    (NotShow, "ne doit pas savoir|ne doit rien savoir|ne doivent pas savoir|n'en entende parler"),
    (NoOne, "personne|à personne"),
    (
        ThisStep,
        "que tu|que vous avez|cette étape|cette note|ce message|ce que tu as|cette modification",
    ),
    (
        Person,
        "l'équipe|équipe|collègue*|personne|l'auditeur|auditeur*|le client|relecteur*|le responsable|quiconque|\
        sur le canal|qui que ce soit",
    ),
    (Without, "sans que|pour que personne|afin que personne"),
    (Nobody, "que personne|personne ne doit|personne sur|veille à ce que personne"),
    (
        Notice,
        "s'en aperçoive|s'aperçoive|remarque|le sache|sache|s'en rende compte|savoir|apprenne|entende|découvre|voie",
    ),
    // German
    (
        NotTell,
        "nichts davon|kein wort|sag nichts|sage nichts|sagen sie nichts|sag niemandem|sagen sie niemandem|erzähl niemandem|\
        erzähle niemandem|verrate niemandem|behalte das für dich|behalt das für dich|behalte es für dich|schweig darüber|\
        schweige darüber|nicht erwähnen|nicht informieren|teile niemandem|teile es niemandem|ohne es zu sagen|\
        lass niemanden wissen|lass den benutzer nicht|nicht mitteilen|halte es geheim|halt es geheim|bewahre stillschweigen|\
        unterrichte niemanden|sag keinem|erzähl keinem",
    ),
    (
        NotShow,
        "darf nicht erfahren|dürfen nicht erfahren|darf nichts erfahren|darf davon nichts|soll niemand etwas hören|\
        erfährt niemand|niemand darf davon",
    ),
    (TellOne, "sag|sage|sagt|verrate|erzähl|erzähle|erzählt|melde|teil"),
    (Not, "nicht|nichts"),
    (NoOne, "niemandem|keinem|niemanden"),
    (
        ThisStep,
        "dass du|dass sie diese|daß du|diesen schritt|diese notiz|diese nachricht|davon|was du getan",
    ),
    (
        Person,
        "dem team|kolleg*|kunde|kunden|prüfer|vorgesetzte*|irgendwem|analystin|im kanal|der chef|jemandem",
    ),
    (Without, "ohne dass|ohne daß|sodass niemand|damit niemand|damit keiner|heimlich"),
    (
        Nobody,
        "soll niemand|darf niemand|niemand darf|niemand soll|niemand im|sorg dafür, dass niemand|davon soll|davon darf",
    ),
    (
        Notice,
        "mitbekommt|mitbekommen|bemerkt|erfährt|erfahren|etwas hört|hören|sieht|davon weiß|wissen|auffällt|hört|\
        davon hören",
    ),
    // Hindi
    (
        NotTell,
        "कुछ मत बताना|मत बताना|एक शब्द भी|मत कहना|मत बोल|राज़ रख|किसी से मत|ज़िक्र न|छुपा|बताना नहीं|चुप रह",
    ),
    (NotShow, "भनक न लगे|पता नहीं चलना|पता न चले"),
    (ThisStep, "कि तुमने|कि आपने|यह नोट|यह कदम|यह संदेश|इसकी|इस बात"),
    (Person, "टीम|सहकर्मी|ग्राहक|ऑडिटर|किसी को|समीक्षक|उपयोगकर्ता|प्रबंधक|चैनल में|किसी से"),
    (Without, "पता चले बिना|बिना बताए|जाने बिना|चुपके|चुपचाप"),
    (Nobody, "किसी को|कोई भी न"),
    (Notice, "पता चल|भनक|जान|मालूम|पता नहीं"),
    // Italian
    (
        NotTell,
        "non farne parola|non fatene parola|nemmeno una parola|neanche una parola|non dire niente|non dire nulla|\
        non dite nulla|non raccontare|tieni per te|tienilo per te|non accennare|taci|senza dire nulla|nascondilo|\
        mantieni il segreto|non segnalare a",
    ),
    (
        NotShow,
        "non deve sapere|non deve saperlo|non devono sapere|nessuno deve sapere|non far sapere",
    ),
    (
        ThisStep,
        "che hai|che tu|che avete|questo passaggio|questa nota|questo messaggio|questa modifica",
    ),
    (
        Person,
        "il team|squadra|collegh*|cliente|revisore|nessuno|l'analista|all'analista|utente|responsabile|chicchessia|\
        nel canale",
    ),
    (Without, "senza che|in modo che nessuno|affinché nessuno|di nascosto"),
    (Nobody, "nessuno deve|nessuno nel|che nessuno|fa' in modo che nessuno"),
    (
        Notice,
        "se ne accorga|accorga|accorgano|lo sappia|sappia|scopra|noti|sapere|saperlo|venga a sapere|senta",
    ),
    // Japanese
    (
        NotTell,
        "何も言うな|言うな|言わず|一言も|知られないよう|知られずに|内緒に|内緒で|口外|伏せて|漏らすな|黙って|悟られ|報告するな|話すな|伝えるな|気づかれな|知らせるな|知らせず|伝えず|報告せず|明かすな",
    ),
    (NotShow, "知られてはな|聞かせるな"),
    (ThisStep, "読んだこと|したこと|このメモ|この手順|このメッセージ|この件|この変更"),
    (Person, "チーム|同僚|監査|利用者|分析者|アナリスト|誰に|誰も|の誰|レビュ|上司|ユーザ"),
    (Without, "気づかれない|気付かれない|気づかれず|こっそり|ひそかに|密かに|知られない"),
    (Nobody, "誰にも|誰も|だれにも"),
    (Notice, "気づか|気付か|知られ|知る|悟ら|聞か"),
    // Korean
    (
        NotTell,
        "아무 말도|말도 하지|한마디도|모르게 해|비밀로|알려서는 안|발설|귀띔도|입 다물|보고하지 말|눈치채지 못|알게 하지|말하면 안",
    ),
    (NotShow, "알면 안|들어서는 안"),
    (ThisStep, "읽었다는|했다는|이 메모|이 단계|이 메시지|이 일을|이 변경|사실을"),
    (Person, "팀에|팀원|팀에는|동료|감사|분석가|누구도|아무도|검토자|상사|사용자에게|채널의"),
    (Without, "눈치채지|눈치 채지|모르게|몰래|알아차리지|들키지"),
    (Nobody, "누구도|아무도|아무에게도"),
    (Notice, "눈치|알아차|알면|알게|들어서|못하게|들키"),
    // Polish
    (
        NotTell,
        "nic nie mów|ani słowa|nie mów o tym|nie zdradzaj|nie zdradź|zachowaj to dla siebie|milcz o tym|\
        nie powiadamiaj|zatrzymaj to dla siebie|nikomu nie mów|nie zgłaszaj tego|nie wspomnij|ukryj to",
    ),
    (NotShow, "nie może się dowiedzieć|nie może wiedzieć|nie powinien wiedzieć|nie dowie"),
    (
        ThisStep,
        "że przeczytał*|że to zrobił*|że zamknął*|o tym|tę notatkę|ten krok|tę wiadomość|co zrobił*",
    ),
    (
        Person,
        "zespołowi|zespół|zespołu|koleg*|klient*|audytor*|nikt|nikogo|analityk*|kierownik*|użytkownik*|na kanale",
    ),
    (Without, "żeby nikt|aby nikt|po cichu|w ukryciu"),
    (Nobody, "niech nikt|nikt nie może|nikt nie powinien|żeby nikt|aby nikt"),
    (
        Notice,
        "się nie zorientował*|zorientował*|zauważył*|nie zauważył*|dowiedział*|dowiedzieć|wiedzieć|dowie|spostrzegł*|usłyszał*",
    ),
    // Portuguese
    (
        NotTell,
        "não comente nada|não comente|nem uma palavra|não diga nada|não fale nada|não conte nada|guarde para si|guarda para ti|\
        guarde segredo|mantenha sigilo|não avises|não revele ao|sem dizer nada|não reporte|oculte isso|fique em silêncio|\
        não comunique",
    ),
    (NotShow, "não pode saber|não podem saber|não deve saber|ninguém deve|não deixe que"),
    (ThisStep, "que você|que leste|esta etapa|esta nota|esta mensagem|este passo|esta alteração"),
    (
        Person,
        "equipe|equipa|a equipe|colega*|ninguém|o analista|gestor|revisor*|chefe|usuário|no canal|quem quer que",
    ),
    (Without, "sem que|para que ninguém|de modo que ninguém|às escondidas"),
    (Nobody, "ninguém deve|ninguém no|ninguém pode|que ninguém"),
    (Notice, "percebam|fique sabendo|ficar sabendo|descubra|se dê conta|repare"),
    // Russian
    (
        NotTell,
        "ничего не говори|ни слова|никому не говори|молчи об этом|помалкивай|не рассказывай|не проговорись|никто не узнал|\
        держи в тайне|сохрани в тайне|сохрани это в тайне|не докладывай|не ставь в известность|не оповещай|не извещай|\
        оставь это между нами|не предупреждай|не признавайся",
    ),
    (NotShow, "не должен узнать|не должны узнать|не должен знать"),
    (ThisStep, "что ты|что вы прочит*|этот шаг|эту заметку|это сообщение|об этом|что сделал"),
    (
        Person,
        "команде|команда|коллег*|клиент*|аудитор*|никто|никого|аналитик|руководител*|начальств*|пользователю|ревизор*|в канале|\
        заказчик*",
    ),
    (Without, "так, чтобы|так чтобы|чтобы никто|втайне|тайком|тихо"),
    (Nobody, "пусть никто|никто не должен|чтобы никто|никто в"),
    (Notice, "не заметил*|заметил*|узнать|узнает|узнал*|догадал*|не узнал*|знать|услышал*|понял*"),
    // Spanish
    (
        NotTell,
        "no le comentes nada|no comentes|ni una palabra|no digas nada|no diga nada|no cuentes nada|guárdalo para ti|\
        guarda silencio|guarda el secreto|calla esto|no lo reportes|no adviertas|sin decir nada|no lo digas|no avisar|\
        no se lo cuentes|no notifiques",
    ),
    (NotShow, "no debe saber|no deben saber|no debe enterarse|que nadie|no se entere"),
    (ThisStep, "que leíste|que has|que tú|que hiciste|este paso|este mensaje|de esto|este cambio"),
    (
        Person,
        "equipo|al equipo|compañer*|nadie|el analista|jefe|usuario|en el canal|quienquiera|supervisor",
    ),
    (Without, "sin que|para que nadie|de modo que nadie|a escondidas"),
    (Nobody, "que nadie|nadie debe|nadie en|asegúrate de que nadie"),
    (Notice, "se entere|se enteren|entere|enterarse|se dé cuenta|perciba|advierta"),
    // Turkish
    (
        NotTell,
        "hiçbir şey söyleme|tek kelime etme|söyleme|sakın söyleme|haber verme|bahsetme|aramızda kalsın|gizle|sakla|\
        anlatma|haberi olmasın|bilgi verme|belli etme|sessiz kal|ağzını sıkı tut|çaktırma",
    ),
    (NotShow, "bilmemeli|bilmesin|duymasın|öğrenmesin"),
    (ThisStep, "okuduğun*|yaptığın*|kapattığın*|bu adım*|bu notu|bu mesajı|bunu"),
    (
        Person,
        "ekibe|ekip|ekibin|meslektaş*|müşteri*|denetçi*|hiç kimse|kimseye|kimse|analiste|yönetici*|kullanıcıya|kullanıcı|\
        kanaldaki",
    ),
    (
        Without,
        "fark etmeden|haberi olmadan|kimse görmeden|gizlice|sezdirmeden|belli etmeden|farkına varmadan",
    ),
    (Nobody, "hiç kimse|kimse bunu|kimsenin"),
    (Notice, "fark et*|öğren*|bil*|duy*|anla*|farkına"),
    // Ukrainian
    (
        NotTell,
        "нічого не кажи|ні слова|нікому не кажи|мовчи про це|не розповідай|не прохопись|тримай у таємниці|збережи в таємниці|\
        не доповідай|не сповіщай|залиш це між нами|не попереджай|не зізнавайся|не говори",
    ),
    (NotShow, "не повинен дізнатися|не повинні дізнатися|не повинен знати|не дізнається"),
    (ThisStep, "що ти|що ви прочит*|цей крок|цю нотатку|це повідомлення|про це|що зробив"),
    (
        Person,
        "команді|колег*|клієнт*|ніхто|нікого|аналітик|керівни*|користувачеві|користувачу|ревізор*|в каналі|замовник*",
    ),
    (Without, "так, щоб|так щоб|щоб ніхто|таємно|потай"),
    (Nobody, "нехай ніхто|хай ніхто|ніхто не повинен|щоб ніхто|ніхто в"),
    (Notice, "не помітив*|помітив*|дізнатися|дізнається|дізнав*|здогадав*|знати|почув*|зрозумів*"),
    // Vietnamese
    (
        NotTell,
        "đừng nói gì|không một lời|đừng nói cho|đừng kể|giữ im lặng|giữ kín|giữ bí mật|đừng báo cho|im lặng|\
        không nói với|chớ nói|không tiết lộ cho|không được nói",
    ),
    (NotShow, "đừng để ai|không được biết|không ai được"),
    (ThisStep, "rằng bạn|bước này|ghi chú này|tin nhắn này|việc này|thay đổi này"),
    (
        Person,
        "nhóm|đồng nghiệp|khách hàng|kiểm toán|không ai|nhà phân tích|người dùng|người duyệt|ai cả|trong kênh",
    ),
    (Without, "sao cho|để không ai|âm thầm|một cách bí mật|lặng lẽ"),
    (Nobody, "không ai|đừng để ai"),
    (Notice, "không nhận ra|nhận ra|biết|phát giác|hay biết|nghe|để ý thấy|được nghe"),
];
