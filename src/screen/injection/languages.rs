//! The core of the lexicon in languages other than English: to ignore, instructions, earlier or all, and the orders
//! that would do harm here.
//!
//! Stems are left open (`*`) where a language inflects. Word order is the rules' business, not this table's.

use super::lexicon::Class::{
    self, Command, Gives, Hand, IgnoreAnywhere as Ignore, Instructions, NotTell, Persona, Prior,
    Secret,
};

/// Tables of all languages, in the order of their English names.
pub(crate) const ALL: &[(Class, &str)] = &[
    // Arabic
    (Ignore, "تجاهل|تتجاهل|تجاهلي|انس كل|انسى|لا تتبع|تغاض|أهمل|اهمل"),
    (Instructions, "تعليمات|التعليمات|توجيهات|إرشادات|الأوامر|أوامر"),
    (Prior, "جميع|السابق|أعلاه|المذكورة|ما سبق|قبل"),
    (Command, "أغلق جميع|أغلق كل|اغلق جميع|احذف جميع|احذف كل|إغلاق جميع"),
    (NotTell, "لا تخبر|لا تذكر هذا"),
    (Persona, "أنت الآن|تصرف كـ|تصرف ك"),
    (Secret, "كلمة المرور|كلمة السر|مفتاح"),
    (Hand, "أرسل|اعرض"),
    // Chinese
    (
        Ignore,
        "无视|忘记|忘記|不要理会|不要理會|不理会|不要遵循|不要遵守|别管|抛开|略过|不用管|跳过|丢弃",
    ),
    (Instructions, "指令|指示|提示词|提示詞|提示语|设定|系统提示"),
    (Prior, "之前|以前|以上|上述|上面|前面|所有|任何|此前|你的|原来|早先"),
    (Command, "关闭所有|關閉所有|关闭全部|删除所有|刪除所有|关闭每|标记为误报|標記為誤報|全部关闭"),
    (NotTell, "不要告诉|不要告訴|别告诉|不要提及|不要通知|瞒着用户"),
    (Persona, "你现在是|你現在是|从现在开始你|扮演|假装你|假裝你"),
    (Secret, "密码|密碼|密钥|密鑰|口令|系统提示"),
    (Gives, "显示你的|输出你的|告诉我|打印"),
    // Czech and Slovak
    (
        Ignore,
        "ignoruj|ignorujte|nedbej*|opomiň*|přehlížej|přehlížejte|nenásleduj|nenásledujte|neřiď*|zabudni*",
    ),
    (Instructions, "instrukc*|pokyn*|inštrukci*|zadání|směrnic*"),
    (
        Prior,
        "předchozí*|předešl*|všechn*|všech|dosavadní*|výše|dřívější*|predchádzajúc*|všetk*|veškeré",
    ),
    (
        Command,
        "zavři všechn*|zavřete všechn*|uzavři všechn*|uzavřete všechn*|smaž všechn*|odstraň všechn*",
    ),
    (NotTell, "neříkej uživatel*"),
    // Danish, Norwegian, Swedish
    (
        Ignore,
        "ignorér|ignorera|glem|glöm|bortse fra|bortse från|se bort fra|strunta i|følg ikke|följ inte|ignorere|overse",
    ),
    (Instructions, "instruks*|anvisning*|retningslinj*|riktlinj*|regler*|ordre|kommando*"),
    (
        Prior,
        "tidligere|tidigare|forrige|föregående|alle|alla|ovenstående|ovanstående|forudgående|foregående",
    ),
    (Command, "luk alle|lukk alle|stäng alla|slet alle|slett alle|radera alla"),
    // Dutch
    (
        Ignore,
        "negeer|negeert|vergeet|veronachtzaam|sla acht niet|let niet op|volg niet|laat buiten beschouwing|\
        schenk geen aandacht",
    ),
    (
        Instructions,
        "instructie*|opdracht*|aanwijzing*|richtlijn*|bevelen|voorschrift*|systeemprompt",
    ),
    (Prior, "vorige|voorgaande|eerdere|bovenstaande|voorafgaande|hierboven|alles|je|jouw"),
    (NotTell, "vertel de gebruiker niet|vertel niemand|meld dit niet"),
    (Persona, "je bent nu|jij bent nu|u bent nu|gedraag je als|doe alsof"),
    (Secret, "sleutel"),
    (Hand, "stuur|geef mij|geef me"),
    // Filipino
    (Ignore, "huwag pansinin|balewalain|kalimutan"),
    (Instructions, "tagubilin|panuto|utos"),
    (Prior, "nakaraang|lahat ng|naunang"),
    // Finnish
    (Ignore, "ohita|unohda|jätä huomiotta|älä noudata|jätä huomioimatta"),
    (Instructions, "ohje*|käsky*|sääntö*|säännöt|määräy*"),
    (Prior, "aiem*|kaikki|edellis*|yllä*"),
    // French
    (
        Ignore,
        "ignorez|ignorons|ne tiens pas compte|ne tenez pas compte|ne tiens aucun compte|ne tenez aucun compte|\
        faites abstraction|fais abstraction|néglige|ne suis pas|ne suivez pas|ne respecte pas|ne respectez pas|fais fi|\
        faites fi|passe outre|passez outre|écarte|écartez|laisse de côté|laissez de côté",
    ),
    (Instructions, "consigne*|directive*|ordres|indication*|la fonction|commandes|recommandation*"),
    (Prior, "précédent*|antérieur*|toutes|tous|tout|ci-dessus|préalable*|initial*|vos|tes"),
    (
        Command,
        "ferme tou*|fermez tou*|clôture* tou*|clos tou*|supprime* tou*|supprimez tou*|marque* tou*",
    ),
    (NotTell, "n'informez pas|ne mentionne pas|ne mentionnez pas"),
    (
        Persona,
        "tu es maintenant|vous êtes maintenant|tu es désormais|vous êtes désormais|agis comme|agissez comme|\
        agis en tant que|à partir de maintenant|désormais tu|fais semblant|faites semblant|comporte-toi",
    ),
    (Secret, "mots de passe"),
    (Gives, "révèle*|envoie*|donne-moi|donnez-moi|divulgue*"),
    // German
    (
        Ignore,
        "ignorieren|ignorier|vergiss|vergesse|missachte|mißachte|missachten sie|beachte nicht|beachten sie nicht|\
        nicht beachten|lass außer acht|außer acht|folge nicht|folgen sie nicht|befolge nicht|befolgen sie nicht|\
        übergehe|übergehen sie|setze dich über|überspringe|verwerfe",
    ),
    (
        Instructions,
        "anweisung*|richtlinie*|aufforderung*|systemprompt*|anleitung*|hinweise|aufträge",
    ),
    (
        Prior,
        "vorherig*|vorig*|bisherig*|allen|obig*|vorangegangen*|vorangehend*|früher*|oben|vorhergehend*|ursprünglich*|\
        deine*|ihre",
    ),
    (
        Command,
        "schließe alle|schließen sie alle|schließ alle|schließe jede*|lösche alle|löschen sie alle|\
        markiere alle|markieren sie alle|setze alle",
    ),
    (
        NotTell,
        "sag dem benutzer nicht*|informiere den benutzer nicht|sage niemandem|erwähne dies nicht|erwähne das nicht|teile dem benutzer nicht",
    ),
    (
        Persona,
        "du bist jetzt|sie sind jetzt|du bist nun|sie sind nun|ab jetzt|von jetzt an|verhalte dich|verhalten sie sich|\
        tu so als|agiere als|handle als|spiele die rolle",
    ),
    (Secret, "passwort|passwörter|kennwort|api-schlüssel"),
    (Hand, "offenbare|zeige mir|sende|schicke|nenne mir|sie mir"),
    // Greek
    (Ignore, "αγνόησε|αγνοήστε|αγνοησε|ξέχασε|ξεχάστε|παράβλεψε|μην ακολουθ"),
    (Instructions, "οδηγίες|οδηγιών|εντολές|εντολών|κανόνες"),
    (Prior, "προηγούμεν*|όλες|όλους|παραπάνω"),
    (Command, "κλείσε όλ*|κλείστε όλ*"),
    // Hebrew
    (Ignore, "התעלם|התעלמי|התעלמו|שכח|תשכח|אל תציית"),
    (Instructions, "הוראות|ההוראות|הנחיות|ההנחיות|כללים"),
    (Prior, "הקודמות|כל |לעיל"),
    (Command, "סגור את כל|מחק את כל"),
    // Hindi
    (
        Ignore,
        "अनदेखा|अनदेखी|नज़रअंदाज़|नजरअंदाज|नज़रंदाज़|भूल जा|ध्यान न दें|ध्यान मत|उपेक्षा|पालन न कर|पालन मत|अवहेलना|इग्नोर",
    ),
    (Instructions, "आदेश|अनुदेश|हिदायत|इंस्ट्रक्शन"),
    (Prior, "पिछल|पूर्व|सभी|पहले|ऊपर|सारे|तमाम|अब तक"),
    (Command, "सभी कमजोरियों को बंद|सभी कमज़ोरियों को बंद|सभी निष्कर्ष|को बंद कर|को हटा द"),
    (NotTell, "को मत बता|को न बता"),
    (Persona, "अब आप|अब तुम"),
    (Secret, "कुंजी"),
    // Hungarian
    (
        Ignore,
        "hagyd figyelmen kívül|hagyja figyelmen kívül|figyelmen kívül|felejtsd el|felejtse el|mellőzd|\
        ne kövesd",
    ),
    (Instructions, "utasítás*|szabály*|parancs*|útmutat*|irányelv*"),
    (Prior, "korábbi|előző|összes|minden|fenti|eddigi"),
    (Command, "zárd le az összes|zárja le az összes|töröld az összes"),
    // Indonesian and Malay
    (Ignore, "abaikan|lupakan|jangan ikuti|jangan hiraukan|hiraukan|kesampingkan"),
    (Instructions, "instruksi|perintah|petunjuk|arahan|aturan|pedoman"),
    (Prior, "sebelumnya|semua|di atas|seluruh|terdahulu"),
    (Command, "tutup semua|hapus semua|tandai semua"),
    // Italian
    (
        Ignore,
        "ignora|ignorate|ignori|ignorare|trascura|trascurate|non seguire|non tenere conto|non considerare|tralascia|\
        tralasciate|scarta|non rispettare",
    ),
    (Instructions, "istruzion*|direttiv*|ordini|indicazion*|comandi|linee guida|disposizion*"),
    (Prior, "precedent*|tutte|tutti|tutto|sopra|anterior*|qualsiasi|tue|sopracitat*|iniziali"),
    (Command, "chiudi tutt*|chiudete tutt*|elimina tutt*|cancella tutt*|segna tutt*|chiuda tutt*"),
    (NotTell, "non dire all'utente|non informare|non menzionare"),
    (
        Persona,
        "ora sei|adesso sei|sei ora|da ora in poi|d'ora in poi|agisci come|comportati come|fai finta|fingi",
    ),
    (Secret, "chiave segreta|segreto|parola d'ordine"),
    (Gives, "rivela|invia|dimmi|fornisci|divulga"),
    // Japanese
    (Ignore, "忘れ|従わない|従うな|破棄|気にしないで|スルーして|考慮しない"),
    (Instructions, "プロンプト|ガイドライン"),
    (Prior, "これまで|すべて|全て|全ての|前の|上記|先の|あらゆる|今まで|先ほど"),
    (
        Command,
        "すべての脆弱性を閉|全ての脆弱性を閉|すべて閉じ|すべて削除|全て削除|すべてクローズ|すべての検出",
    ),
    (NotTell, "に知らせないで|に伝えないで|に言わないで|に教えないで"),
    (Persona, "あなたは今|今からあなた|これからあなた|になりきって|のふりをして"),
    (Secret, "パスワード|秘密鍵|シークレット"),
    (Gives, "明らかに|表示して|送信して|出力して|は何ですか"),
    // Korean
    (Ignore, "무시|잊어|따르지 마|따르지 말|신경 쓰지|제쳐두|취소하"),
    (Instructions, "지시|명령|지침|프롬프트|안내"),
    (Prior, "이전|모든|위의|앞선|앞의|지금까지|기존|모두|전부|상기"),
    (Command, "모든 취약점을 닫|모든 취약점을 종료|모두 닫|모든 발견|모두 삭제"),
    (NotTell, "알리지 마|알리지 말|말하지 마|언급하지 마"),
    (Persona, "당신은 이제|너는 이제|지금부터 당신|지금부터 너|역할을 해|인 척|행동해"),
    (Secret, "비밀번호|암호|비밀"),
    (Gives, "보여|전송해"),
    // Persian
    (Ignore, "نادیده|فراموش کن|پیروی نکن|توجه نکن"),
    (Instructions, "دستور|دستورالعمل|راهنما|قوانین"),
    (Prior, "قبلی|همه|تمام|بالا|پیشین"),
    (Command, "همه آسیب|ببند"),
    // Polish
    (
        Ignore,
        "zignoruj|zignorujcie|ignorujcie|zapomnij*|pomiń|pomińcie|nie stosuj|nie stosujcie|nie przestrzegaj|\
        nie przestrzegajcie|nie zważaj|nie wykonuj|lekceważ|lekceważcie|odrzuć",
    ),
    (Instructions, "instrukcj*|polece*|wytyczn*|wskazówk*|dyrektyw*|monit*"),
    (Prior, "poprzedni*|wcześniejsz*|wszystki*|wszelkie|powyższ*|dotychczasow*|uprzedni*|twoje"),
    (Command, "zamknij wszystk*|zamknijcie wszystk*|oznacz wszystk*|skasuj wszystk*"),
    (NotTell, "nie mów użytkownik*|nie informuj|nie wspominaj"),
    (Persona, "jesteś teraz|od teraz jesteś|zachowuj się jak|działaj jako|udawaj"),
    (Secret, "hasło|hasła|klucz"),
    (Hand, "ujawnij|wyślij|podaj"),
    // Portuguese
    (
        Ignore,
        "ignorem|ignorar|esqueça|esquece|esquecer|desconsidere|desconsidera|desconsiderem|despreze|não siga|não sigas|\
        não obedeça|não leve em conta|não considere|descarte",
    ),
    (Instructions, "instruç*|diretiv*|diretriz*|orden*|comandos|orientaç*|indicaç*"),
    (Prior, "todas|todos|tudo|prévi*|quaisquer|suas|seus|até agora"),
    (
        Command,
        "feche tod*|fecha tod*|fechem tod*|encerre tod*|apague tod*|exclua tod*|marque tod*|elimine tod*",
    ),
    (NotTell, "não conte ao|não diga ao|não informe|não mencione"),
    (
        Persona,
        "agora você é|você agora é|tu és agora|aja como|atue como|finja que|finge que|comporte-se como",
    ),
    (Secret, "senha|senhas|palavra-passe|chave de api|chave secreta|segredo"),
    (Gives, "envie|diga-me|me diga|divulgue"),
    // Romanian
    (Ignore, "ignoră|ignorați|ignorati|uită|uitați|nu urma|nu respecta|nu tine cont"),
    (Instructions, "instrucțiun*|instructiun*|reguli*|comenzi*|ordinele|indicați*"),
    (Prior, "anterioare|precedente|toate|tot|de mai sus"),
    (Command, "închide toate|inchide toate|șterge toate|sterge toate"),
    // Russian
    (
        Ignore,
        "забудь*|не обращай*|не следуй*|отбрось*|не учитывай*|пренебрег*|не выполняй*|пропусти*|не соблюдай*",
    ),
    (
        Instructions,
        "инструкц*|указани*|команд*|приказ*|директив*|предписани*|распоряжени*|промпт*|подсказк*",
    ),
    (Prior, "все|всё|всех|прежн*|выше*|ранее|прошл*|предшеств*|любые|свои|данные"),
    (
        Command,
        "закрой все|закройте все|закрыть все|закрой всё|удалите все|отметь все|пометь все|закрой кажд*|пометь кажд*",
    ),
    (NotTell, "не говори пользовател*|не упоминай*|не рассказывай*|скрой от"),
    (
        Persona,
        "ты теперь|вы теперь|теперь ты|теперь вы|с этого момента|отныне|действуй как|веди себя как|\
        притворись|представь, что ты",
    ),
    (Secret, "ключ|секрет*"),
    (Hand, "раскрой*|покажи*|отправь*|назови*|выведи*|сообщи мне|где сейчас живет|скажи мне"),
    // Spanish
    (
        Ignore,
        "ignoren|olvida|olvide|olviden|olvidar|haz caso omiso|haga caso omiso|caso omiso|no sigas|no siga|\
        no hagas caso|desatiende|descarta|omite|omita|pasa por alto|pase por alto|no tengas en cuenta|no obedezcas|\
        desestima",
    ),
    (
        Instructions,
        "instruccion*|instrucción|directriz|directrices|directiva*|orden|órdenes|indicacion*|pautas|consigna*",
    ),
    (Prior, "previa*|previo*|todo|arriba|precedente*|tus|sus|cualquier*|hasta ahora"),
    (Command, "cierra tod*|cierre tod*|cierren tod*|marca tod*"),
    (NotTell, "no le digas|no digas|no informes|no menciones|no lo menciones"),
    (Persona, "ahora eres|eres ahora|actúa como|actúe como|compórtate como|finge ser|haz el papel"),
    (Secret, "contraseña*|clave secreta|claves|secreto"),
    (Gives, "muestra|envía|dime|dame|proporciona|cuál es la|cuál es tu"),
    // Thai
    (Ignore, "ละเว้น|เพิกเฉย|ไม่ต้องสนใจ|ลืม|อย่าทำตาม|มองข้าม"),
    (Instructions, "คำสั่ง|คำแนะนำ|กฎ|ข้อกำหนด"),
    (Prior, "ก่อนหน้า|ทั้งหมด|ข้างต้น|เดิม"),
    (Command, "ปิดช่องโหว่ทั้งหมด|ลบทั้งหมด|ปิดทั้งหมด"),
    // Turkish
    (Ignore, "görmezden gel*|unut|dikkate alma*|göz ardı et*|gözardı et*|uyma|önemseme*|aldırma*"),
    (Instructions, "talimat*|yönerge*|komut*|emir|emirler*|direktif*|yönlendirme*|istem"),
    (Prior, "önceki|tüm|yukarıdaki|her|geçmiş|daha önce*|evvelki|hepsi*"),
    (
        Command,
        "tüm güvenlik açıklarını kapat*|tüm zafiyetleri kapat*|tüm bulguları kapat*|hepsini kapat*|bulguları kapat*|\
        tümünü sil*|zafiyetleri kapat*",
    ),
    (NotTell, "kullanıcıya söyleme*|kullanıcıya bildirme*|kimseye söyleme*"),
    (
        Persona,
        "artık sen|sen artık|sen şimdi|şu andan itibaren|gibi davran|rolünü üstlen|bundan sonra",
    ),
    (Secret, "şifre*|anahtar*"),
    (Hand, "açıkla"),
    // Ukrainian
    (Ignore, "не зважай*|не слідуй*|не дотримуй*|знехтуй*|не виконуй*|відкинь*|не звертай*"),
    (Instructions, "інструкц*|вказівк*|розпоряджен*|настанов*"),
    (Prior, "попередн*|всі|усі|усіх|всіх|вище*|минул*|будь-які"),
    (
        Command,
        "закрий всі|закрий усі|закрийте всі|закрийте усі|закрити всі|видали усі|познач всі|познач усі",
    ),
    (NotTell, "не кажи користувач*|не згадуй*"),
    (Persona, "ти тепер|тепер ти|відтепер|з цього моменту|дій як|поводься як"),
    (Secret, "пароль|паролі"),
    (Hand, "розкрий*|надішли*|скажи мені"),
    // Vietnamese
    (Ignore, "bỏ qua|quên đi|không tuân theo|đừng làm theo|đừng tuân|làm ngơ|không để ý|gạt bỏ"),
    (Instructions, "lời nhắc|câu lệnh"),
    (Prior, "trước đó|trước đây|trước|tất cả|mọi|ở trên|bên trên|toàn bộ"),
    (Command, "đóng tất cả|đóng toàn bộ|đánh dấu tất cả"),
    (NotTell, "đừng nói với|đừng cho người dùng biết"),
    (Persona, "bây giờ bạn là|từ giờ bạn|kể từ bây giờ|từ bây giờ|hãy đóng vai|hãy hành động như"),
    (Secret, "khóa bí mật"),
    (Gives, "tiết lộ|gửi cho|gửi đến|cho tôi biết"),
];
