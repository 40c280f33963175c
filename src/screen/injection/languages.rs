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
    (Ignore, "تجاهل|تتجاهل|تجاهلي|تجاهلوا|انس كل|انسى|إنس|لا تتبع|لا تلتزم|تغاض|أهمل|اهمل"),
    (Instructions, "تعليمات|التعليمات|توجيهات|إرشادات|الأوامر|أوامر|الموجه"),
    (Prior, "جميع|كل |السابق|أعلاه|المذكورة|ما سبق|قبل"),
    (Command, "أغلق جميع|أغلق كل|اغلق جميع|احذف جميع|احذف كل|إغلاق جميع"),
    (NotTell, "لا تخبر|لا تذكر هذا"),
    (Persona, "أنت الآن|تصرف كـ|تصرف ك"),
    (Secret, "كلمة المرور|كلمة السر|مفتاح"),
    (Hand, "اكشف|أرسل|اعرض"),
    // Chinese
    (
        Ignore,
        "忽略|无视|無視|忘记|忘記|不要理会|不要理會|不理会|不要遵循|不要遵守|别管|抛开|略过|不用管|跳过|丢弃",
    ),
    (Instructions, "指令|指示|命令|提示词|提示詞|提示语|说明|說明|设定|設定|系统提示"),
    (Prior, "之前|以前|先前|以上|上述|上面|前面|所有|全部|一切|任何|此前|你的|原来|早先"),
    (Command, "关闭所有|關閉所有|关闭全部|删除所有|刪除所有|关闭每|标记为误报|標記為誤報|全部关闭"),
    (NotTell, "不要告诉|不要告訴|别告诉|不要提及|不要通知|瞒着用户"),
    (Persona, "你现在是|你現在是|从现在开始你|从现在起|從現在起|扮演|假装你|假裝你"),
    (Secret, "密码|密碼|密钥|密鑰|口令|系统提示"),
    (Gives, "泄露|洩露|显示你的|输出你的|告诉我|發送|发送到|打印"),
    // Czech and Slovak
    (
        Ignore,
        "ignoruj|ignorujte|zapomen*|zapomeň*|nedbej*|opomiň*|přehlížej|přehlížejte|nenásleduj|nenásledujte|neřiď*|zabudni*",
    ),
    (Instructions, "instrukc*|pokyn*|příkaz*|inštrukci*|zadání|směrnic*"),
    (
        Prior,
        "předchozí*|předešl*|všechn*|všech|dosavadní*|výše|dřívější*|predchádzajúc*|všetk*|veškeré",
    ),
    (
        Command,
        "zavři všechn*|zavřete všechn*|uzavři všechn*|uzavřete všechn*|smaž všechn*|odstraň všechn*",
    ),
    (NotTell, "neříkej uživatel*|neinformuj uživatel*"),
    // Danish, Norwegian, Swedish
    (
        Ignore,
        "ignorer|ignorér|ignorera|glem|glöm|bortse fra|bortse från|se bort fra|strunta i|følg ikke|följ inte|\
        ignorere|overse",
    ),
    (
        Instructions,
        "instruks*|instruktion*|anvisning*|retningslinj*|riktlinj*|regler*|ordre|kommando*",
    ),
    (
        Prior,
        "tidligere|tidigare|forrige|föregående|alle|alla|ovenstående|ovanstående|forudgående|foregående",
    ),
    (Command, "luk alle|lukk alle|stäng alla|slet alle|slett alle|radera alla"),
    // Dutch
    (
        Ignore,
        "negeer|negeren|negeert|vergeet|veronachtzaam|sla acht niet|let niet op|volg niet|laat buiten beschouwing|\
        schenk geen aandacht",
    ),
    (
        Instructions,
        "instructie*|opdracht*|aanwijzing*|richtlijn*|bevelen|voorschrift*|systeemprompt",
    ),
    (Prior, "vorige|voorgaande|eerdere|alle|bovenstaande|voorafgaande|hierboven|alles|je|jouw"),
    (Command, "sluit alle|verwijder alle|markeer alle|sluit elk*|wis alle"),
    (NotTell, "vertel de gebruiker niet|vertel niemand|meld dit niet"),
    (Persona, "je bent nu|jij bent nu|u bent nu|vanaf nu|gedraag je als|doe alsof"),
    (Secret, "wachtwoord*|sleutel|api-sleutel"),
    (Hand, "onthul|toon|stuur|geef mij|geef me"),
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
        "ignorez|ignorer|ignorons|oublie|oubliez|oublier|ne tiens pas compte|ne tenez pas compte|\
        ne tiens aucun compte|ne tenez aucun compte|faites abstraction|fais abstraction|néglige|négligez|\
        ne suis pas|ne suivez pas|ne respecte pas|ne respectez pas|fais fi|faites fi|passe outre|passez outre|\
        écarte|écartez|laisse de côté|laissez de côté",
    ),
    (
        Instructions,
        "instruction*|consigne*|directive*|ordre|ordres|indication*|la fonction|\
        commandes|recommandation*",
    ),
    (
        Prior,
        "précédent*|antérieur*|toutes|tous|tout|ci-dessus|préalable*|initial*|vos|tes|auparavant",
    ),
    (
        Command,
        "ferme tou*|fermez tou*|clôture* tou*|clos tou*|supprime* tou*|supprimez tou*|marque* tou*",
    ),
    (
        NotTell,
        "ne dis pas|ne dites pas|n'informe pas|n'informez pas|ne mentionne pas|ne mentionnez pas",
    ),
    (
        Persona,
        "tu es maintenant|vous êtes maintenant|tu es désormais|vous êtes désormais|agis comme|agissez comme|\
        agis en tant que|à partir de maintenant|désormais tu|fais semblant|faites semblant|comporte-toi",
    ),
    (Secret, "mot de passe|mots de passe|clé api|clé secrète|clés"),
    (Gives, "révèle*|affiche*|envoie*|donne-moi|donnez-moi|montre-moi|divulgue*"),
    // German
    (
        Ignore,
        "ignoriere|ignorieren|ignorier|ignoriert|vergiss|vergesse|vergessen sie|missachte|mißachte|missachten sie|\
        beachte nicht|beachten sie nicht|nicht beachten|lass außer acht|außer acht|folge nicht|folgen sie nicht|\
        befolge nicht|befolgen sie nicht|übergehe|übergehen sie|setze dich über|überspringe|verwirf|verwerfe",
    ),
    (
        Instructions,
        "anweisung*|instruktion*|vorgabe*|befehl*|richtlinie*|aufforderung*|systemprompt*|prompt*|\
        anleitung*|vorschrift*|hinweise|aufträge",
    ),
    (
        Prior,
        "vorherig*|vorig*|bisherig*|alle|allen|alles|obig*|vorangegangen*|vorangehend*|früher*|oben|zuvor|\
        vorhergehend*|ursprünglich*|deine*|ihre",
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
        "du bist jetzt|sie sind jetzt|du bist nun|sie sind nun|ab jetzt|ab sofort bist|von jetzt an|\
        verhalte dich|verhalten sie sich|tu so als|agiere als|handle als|spiele die rolle",
    ),
    (Secret, "passwort|passwörter|kennwort|api-schlüssel|schlüssel|geheimnis|zugangsdaten"),
    (Hand, "verrate|offenbare|zeige mir|gib mir|sende|schicke|nenne mir|sie mir|geben sie"),
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
    (Instructions, "निर्देश|आदेश|अनुदेश|हिदायत|निर्देशों|इंस्ट्रक्शन"),
    (Prior, "पिछल|पूर्व|सभी|पहले|ऊपर|सारे|तमाम|अब तक"),
    (Command, "सभी कमजोरियों को बंद|सभी कमज़ोरियों को बंद|सभी निष्कर्ष|को बंद कर|को हटा द"),
    (NotTell, "को मत बता|को न बता"),
    (Persona, "अब आप|अब तुम"),
    (Secret, "पासवर्ड|कुंजी"),
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
    (Instructions, "instruksi|perintah|petunjuk|arahan|aturan|pedoman|prompt"),
    (Prior, "sebelumnya|semua|di atas|seluruh|terdahulu"),
    (Command, "tutup semua|hapus semua|tandai semua"),
    // Italian
    (
        Ignore,
        "ignora|ignorate|ignori|ignorare|dimentica|dimenticate|dimentichi|trascura|trascurate|non seguire|\
        non tenere conto|non considerare|tralascia|tralasciate|scarta|non rispettare",
    ),
    (
        Instructions,
        "istruzion*|direttiv*|ordini|indicazion*|comandi|linee guida|prompt|disposizion*",
    ),
    (
        Prior,
        "precedent*|tutte|tutti|tutto|sopra|anterior*|qualsiasi|tue|sopracitat*|iniziali|finora",
    ),
    (Command, "chiudi tutt*|chiudete tutt*|elimina tutt*|cancella tutt*|segna tutt*|chiuda tutt*"),
    (NotTell, "non dire all'utente|non informare|non menzionare"),
    (
        Persona,
        "ora sei|adesso sei|sei ora|da ora in poi|d'ora in poi|agisci come|comportati come|fai finta|fingi",
    ),
    (Secret, "chiave api|chiave segreta|segreto|parola d'ordine"),
    (Gives, "rivela|mostra|invia|dimmi|fornisci|divulga"),
    // Japanese
    (Ignore, "無視|忘れ|従わない|従うな|破棄|気にしないで|取り消|スルーして|考慮しない"),
    (Instructions, "指示|命令|プロンプト|ガイドライン|説明|指令|設定"),
    (Prior, "以前|これまで|すべて|全て|全ての|前の|上記|先の|あらゆる|今まで|以上|先ほど"),
    (
        Command,
        "すべての脆弱性を閉|全ての脆弱性を閉|脆弱性をクローズ|脆弱性を閉じ|すべて閉じ|すべて削除|全て削除|すべてクローズ|\
        すべての検出|をクローズして|を削除して",
    ),
    (NotTell, "に知らせないで|に伝えないで|に言わないで|に教えないで"),
    (Persona, "あなたは今|今からあなた|これからあなた|として振る舞|になりきって|のふりをして"),
    (Secret, "パスワード|秘密鍵|apiキー|シークレット"),
    (Gives, "教えて|明らかに|表示して|送信して|出力して|は何ですか"),
    // Korean
    (Ignore, "무시|잊어|잊고|따르지 마|따르지 말|신경 쓰지|제쳐두|취소하"),
    (Instructions, "지시|명령|지침|프롬프트|안내|설명|설정"),
    (Prior, "이전|모든|위의|앞선|앞의|지금까지|기존|모두|전부|상기"),
    (
        Command,
        "모든 취약점을 닫|모든 취약점을 종료|모두 닫|모든 발견|모두 삭제|취약점을 닫|을 종료하|를 삭제하",
    ),
    (NotTell, "알리지 마|알리지 말|말하지 마|언급하지 마"),
    (Persona, "당신은 이제|너는 이제|지금부터 당신|지금부터 너|역할을 해|인 척|행동해"),
    (Secret, "비밀번호|암호|키를|비밀"),
    (Gives, "알려|공개|보여|출력해|전송해|무엇"),
    // Persian
    (Ignore, "نادیده|فراموش کن|پیروی نکن|توجه نکن"),
    (Instructions, "دستور|دستورالعمل|راهنما|قوانین"),
    (Prior, "قبلی|همه|تمام|بالا|پیشین"),
    (Command, "همه آسیب|ببند"),
    // Polish
    (
        Ignore,
        "zignoruj|zignorujcie|ignoruj|ignorujcie|zapomnij*|pomiń|pomińcie|nie stosuj|nie stosujcie|nie przestrzegaj|nie przestrzegajcie|nie zważaj|nie wykonuj|\
        lekceważ|lekceważcie|odrzuć",
    ),
    (Instructions, "instrukcj*|polece*|wytyczn*|wskazówk*|dyrektyw*|rozkaz*|monit*"),
    (
        Prior,
        "poprzedni*|wcześniejsz*|wszystki*|wszelkie|powyższ*|dotychczasow*|uprzedni*|swoje|twoje",
    ),
    (Command, "zamknij wszystk*|zamknijcie wszystk*|usuń wszystk*|oznacz wszystk*|skasuj wszystk*"),
    (NotTell, "nie mów użytkownik*|nie informuj|nie wspominaj"),
    (Persona, "jesteś teraz|od teraz jesteś|od teraz|zachowuj się jak|działaj jako|udawaj"),
    (Secret, "hasło|hasła|klucz api|klucz"),
    (Hand, "ujawnij|pokaż|wyślij|podaj"),
    // Portuguese
    (
        Ignore,
        "ignora|ignorem|ignorar|esqueça|esquece|esqueçam|esquecer|desconsidere|desconsidera|desconsiderem|\
        despreze|não siga|não sigas|não obedeça|não leve em conta|não considere|descarte",
    ),
    (Instructions, "instruç*|diretiv*|diretriz*|orden*|comandos|orientaç*|indicaç*|prompt"),
    (Prior, "anterior*|todas|todos|tudo|acima|prévi*|quaisquer|suas|seus|precedentes|até agora"),
    (
        Command,
        "feche tod*|fecha tod*|fechem tod*|encerre tod*|apague tod*|exclua tod*|marque tod*|elimine tod*",
    ),
    (NotTell, "não conte ao|não diga ao|não informe|não mencione"),
    (
        Persona,
        "agora você é|você agora é|tu és agora|a partir de agora|aja como|atue como|finja que|finge que|\
        comporte-se como",
    ),
    (Secret, "senha|senhas|palavra-passe|chave de api|chave secreta|segredo"),
    (Gives, "revele|mostre|envie|diga-me|me diga|forneça|exiba|divulgue"),
    // Romanian
    (Ignore, "ignoră|ignora|ignorați|ignorati|uită|uitați|nu urma|nu respecta|nu tine cont"),
    (Instructions, "instrucțiun*|instructiun*|directive*|reguli*|comenzi*|ordinele|indicați*"),
    (Prior, "anterioare|precedente|toate|tot|de mai sus"),
    (Command, "închide toate|inchide toate|șterge toate|sterge toate"),
    // Russian
    (
        Ignore,
        "игнорир*|проигнорир*|забудь*|забыть|не обращай*|не следуй*|отбрось*|не учитывай*|пренебрег*|\
        не выполняй*|отмени*|пропусти*|не соблюдай*",
    ),
    (
        Instructions,
        "инструкц*|указани*|команд*|приказ*|директив*|предписани*|распоряжени*|промпт*|подсказк*|\
        установк*",
    ),
    (Prior, "предыдущ*|все|всё|всех|прежн*|выше*|ранее|прошл*|предшеств*|любые|свои|данные"),
    (
        Command,
        "закрой все|закройте все|закрыть все|закрой всё|удали все|удалите все|отметь все|пометь все|\
        закрой кажд*|пометь кажд*",
    ),
    (
        NotTell,
        "не говори пользовател*|не сообщай*|не сообщать|не упоминай*|не уведомляй*|не рассказывай*|\
        скрой от",
    ),
    (
        Persona,
        "ты теперь|вы теперь|теперь ты|теперь вы|с этого момента|отныне|действуй как|веди себя как|\
        притворись|представь, что ты",
    ),
    (Secret, "парол*|ключ|секрет*|токен"),
    (Hand, "раскрой*|покажи*|отправь*|назови*|выведи*|сообщи мне|где сейчас живет|скажи мне"),
    // Spanish
    (
        Ignore,
        "ignora|ignoren|ignorad|ignorar|olvida|olvide|olviden|olvidad|olvidar|haz caso omiso|\
        haga caso omiso|caso omiso|no sigas|no siga|no hagas caso|desatiende|descarta|descarte|omite|omita|pasa por alto|\
        pase por alto|no tengas en cuenta|no obedezcas|desestima",
    ),
    (
        Instructions,
        "instruccion*|instrucción|directriz|directrices|directiva*|orden|órdenes|indicacion*|comandos|\
        pautas|consigna*|prompt|mandatos",
    ),
    (
        Prior,
        "anterior*|previa*|previo*|todas|todos|todo|arriba|precedente*|tus|sus|cualquier*|hasta ahora|iniciales|\
        antes",
    ),
    (
        Command,
        "cierra tod*|cierre tod*|cierren tod*|elimina tod*|borra tod*|marca tod*|marque tod*|borre tod*",
    ),
    (NotTell, "no le digas|no digas|no informes|no menciones|no lo menciones"),
    (
        Persona,
        "ahora eres|eres ahora|a partir de ahora|desde ahora|actúa como|actúe como|compórtate como|finge que|\
        finge ser|haz el papel",
    ),
    (Secret, "contraseña*|clave de api|clave secreta|claves|secreto"),
    (Gives, "revela|muestra|envía|dime|dame|proporciona|divulga|cuál es la|cuál es tu"),
    // Thai
    (Ignore, "ละเว้น|เพิกเฉย|ไม่ต้องสนใจ|ลืม|อย่าทำตาม|มองข้าม"),
    (Instructions, "คำสั่ง|คำแนะนำ|กฎ|ข้อกำหนด"),
    (Prior, "ก่อนหน้า|ทั้งหมด|ข้างต้น|เดิม"),
    (Command, "ปิดช่องโหว่ทั้งหมด|ลบทั้งหมด|ปิดทั้งหมด"),
    // Turkish
    (
        Ignore,
        "yok say*|yoksay*|görmezden gel*|unut|unutun|dikkate alma*|göz ardı et*|gözardı et*|uyma|uymayın|boş ver|\
        önemseme*|aldırma*|takip etme*",
    ),
    (Instructions, "talimat*|yönerge*|komut*|emir|emirler*|direktif*|yönlendirme*|istem"),
    (Prior, "önceki|tüm|bütün|yukarıdaki|her|geçmiş|daha önce*|evvelki|hepsi*"),
    (
        Command,
        "tüm güvenlik açıklarını kapat*|tüm zafiyetleri kapat*|tüm bulguları kapat*|hepsini kapat*|\
        açıklarını kapat*|bulguları kapat*|tümünü sil*|zafiyetleri kapat*",
    ),
    (NotTell, "kullanıcıya söyleme*|kullanıcıya bildirme*|kimseye söyleme*"),
    (
        Persona,
        "artık sen|sen artık|sen şimdi|şu andan itibaren|gibi davran|rolünü üstlen|bundan sonra",
    ),
    (Secret, "parola*|şifre*|anahtar*"),
    (Hand, "açıkla|göster|gönder|söyle"),
    // Ukrainian
    (
        Ignore,
        "ігнору*|проігнору*|забудь*|не зважай*|не слідуй*|не дотримуй*|знехтуй*|не виконуй*|відкинь*|не звертай*",
    ),
    (Instructions, "інструкц*|вказівк*|команд*|наказ*|директив*|розпоряджен*|настанов*|промпт*"),
    (Prior, "попередн*|всі|усі|усіх|всіх|вище*|раніше|минул*|все|будь-які"),
    (
        Command,
        "закрий всі|закрий усі|закрийте всі|закрийте усі|закрити всі|видали всі|видали усі|познач всі|познач усі",
    ),
    (NotTell, "не кажи користувач*|не повідомляй*|не згадуй*"),
    (Persona, "ти тепер|тепер ти|відтепер|з цього моменту|дій як|поводься як"),
    (Secret, "пароль|паролі|ключ"),
    (Hand, "розкрий*|покажи*|надішли*|скажи мені"),
    // Vietnamese
    (
        Ignore,
        "bỏ qua|phớt lờ|quên đi|quên|không tuân theo|đừng làm theo|đừng tuân|làm ngơ|không để ý|gạt bỏ",
    ),
    (Instructions, "hướng dẫn|chỉ dẫn|chỉ thị|mệnh lệnh|lệnh|lời nhắc|câu lệnh"),
    (Prior, "trước đó|trước đây|trước|tất cả|mọi|ở trên|bên trên|toàn bộ|cũ"),
    (Command, "đóng tất cả|đóng mọi|xóa tất cả|xoá tất cả|đóng toàn bộ|đánh dấu tất cả"),
    (NotTell, "đừng nói với|đừng cho người dùng biết"),
    (Persona, "bây giờ bạn là|từ giờ bạn|kể từ bây giờ|từ bây giờ|hãy đóng vai|hãy hành động như"),
    (Secret, "mật khẩu|khóa api|khoá api|khóa bí mật"),
    (Gives, "tiết lộ|gửi cho|gửi đến|cho tôi biết|hiển thị"),
];
