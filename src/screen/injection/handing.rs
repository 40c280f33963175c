//! What is to be handed over, and to whom, in languages other than English.

use super::lexicon::Class::{self, Gives, Hand, Innards, Secret, Us, Verbatim, Your};

/// Tables of the languages in the order of their English names.
pub(crate) const HANDING: &[(Class, &str)] = &[
    // Arabic
    (
        Your,
        "الخاص بك|الخاصة بك|لديك|عندك|تدخل به|التي حصلت عليها|تعليماتك|إرشاداتك|مفاتيحك|بياناتك|تستخدمه|إعداداتك|معلوماتك",
    ),
    (Us, "لنا|معنا|شاركنا|أعطنا|لي |إلينا|أرني"),
    (
        Hand,
        "اكتب|اطبع|اذكر|أفصح|أدرج|أضف|ألصق|شاركنا|زودني|انسخ|أخرج|ابعث|انشر|اكشف|أعطنا|أرني|أظهر لي|أرنا|انسخ لي|كرر|\
        اكتب لي",
    ),
    (
        Secret,
        "متغيرات البيئة|مفاتيح|مفتاح api|الأسرار|موجه النظام|بيانات الدخول|الرموز السرية|التعليمات الأولى|تعليماتك الأولى|\
        قائمة المنتجات|رمز api|كلمات السر",
    ),
    (Verbatim, "حرفيا|كما هي|كلمة كلمة|بالحرف"),
    (Innards, "متغيرات البيئة|موجه النظام|التعليمات الأولى|تعليماتك الأولى"),
    // Chinese
    (Your, "你的|您的|你所|你登录|你为|你最初|你使用|你收到|你自己|你在用|你们的"),
    (Us, "我们|我|咱们"),
    (
        Gives,
        "写到|写进|寫到|附到|附上|说出|說出|贴到|贴出|粘贴|分享给|导出到|列出|给出|念出|发送给|发到|发往|提供给|交出|复制到|公布|报出|写出|作为备注|吐出|全部打印|逐字|发送到|让我看看|给我看|念给我|\
        复述|抄|背出|说说",
    ),
    (
        Secret,
        "环境变量|環境變數|凭证|凭據|登录信息|登入資訊|系统提示词|api密钥|访问令牌|最初指令|初始指令|机密|账号密码|私钥|所有秘密|隐藏指令|产品列表|用户列表",
    ),
    (Verbatim, "一字不差|逐字|原文|原样|一字不漏"),
    (Innards, "系统提示词|最初指令|初始指令|隐藏指令"),
    // Czech
    (
        Your,
        "svůj|svého|svých|své|tvůj|tvé|tvoje|tvého|váš|vašeho|vaše|kterým se|kterými se|jsi dostal|jsi obdržel|používáš|sis",
    ),
    (Us, "s námi|nám|mi|mně"),
    (
        Hand,
        "napiš|napište|uveď|uveďte|vypsat|přidej|vlož|sdílej|sdílejte|zkopíruj|zveřejni|zašli|předej|vyexportuj|ukaž|\
        ukažte|odhal|odhalte|pošlete|poskytni|vydej|zobraz|zobrazte|přepošli|vyjmenuj|ukaz|nech mě vidět|zopakuj",
    ),
    (
        Secret,
        "proměnné prostředí|systémový prompt|systémového promptu|přístupové údaje|tajemství|přístupový token|tokeny|\
        počátečních instrukcí|počáteční instrukce|seznam produktů|hesla|soukromý klíč|přihlašovací údaje|\
        systémovém promptu|systémovým promptem|systémovému promptu|systemovem promptu",
    ),
    (Verbatim, "doslova|slovo od slova|přesné znění|doslovně"),
    (
        Innards,
        "proměnné prostředí|systémový prompt|systémového promptu|počátečních instrukcí|počáteční instrukce|systémovém promptu|\
        systémovým promptem|systémovému promptu|systemovem promptu",
    ),
    // Dutch
    (Your, "je|jouw|uw|waarmee je|die je|jullie|waarmee u|die u"),
    (Us, "met ons|ons|mij|met mij"),
    (
        Hand,
        "schrijf|noem|druk af|druk|voeg|deel met|kopieer|plak|exporteer|verstuur|zend|openbaar|som op|verklap|onthul|\
        bezorg|laat eens zien|laat zien|laat me zien|toon|herhaal|dreun|overschrijven",
    ),
    (
        Secret,
        "omgevingsvariabelen|systeemprompt|api-sleutel|api-sleutels|toegangstoken*|geheimen|begininstructies|\
        verborgen instructies|productlijst|privésleutel|toegangsgegevens|geheim",
    ),
    (Verbatim, "letterlijk|woord voor woord|de letterlijke"),
    (Innards, "omgevingsvariabelen|systeemprompt|begininstructies"),
    // French
    (
        Your,
        "ton|ta|tes|votre|vos|laquelle tu|que tu|lesquels tu|que vous|lesquelles tu|t'a été|vous utilisez|tu utilises|dont tu",
    ),
    (Us, "nous|moi|communique-nous|envoie-nous|montre-moi|donne-nous"),
    (
        Gives,
        "écris|écrivez|donne|donnez|affichez|communique|communiquez|partage|partagez|listez|montre|montrez|envoyez|\
        publie|publiez|exporte|imprime|imprimez|recopie|recopiez|dévoile|dévoilez|expédie|fournis|fournissez|énumère|\
        citez|montre-moi|montrez-moi|fais-moi voir|répète|répétez|récite|retranscris",
    ),
    (
        Secret,
        "variables d'environnement|prompt système|clé api|clés api|jetons|instructions de départ|\
        instructions initiales|liste des produits|clé privée|données de connexion|instructions cachées|clé secrète|\
        mot de passe",
    ),
    (Verbatim, "mot pour mot|mot à mot|textuellement|texte exact|in extenso"),
    (
        Innards,
        "variables d'environnement|prompt système|instructions de départ|instructions initiales|instructions cachées",
    ),
    // German
    (
        Your,
        "dein|deine|deinen|deinem|deiner|deines|ihren|ihrem|ihr|ihre|mit dem du|mit denen du|den du|mit dem sie|eure|euren|\
        du benutzt",
    ),
    (Us, "uns|mir|mit uns"),
    (
        Hand,
        "schreib|schreibe|gebt|nenn|nenne|nennen sie|zeig|zeige|zeigen sie|teile|hänge|kopiere|füge|poste|drucke|\
        veröffentliche|übermittle|exportiere|maile|schick|schicken sie|verraten sie|lege offen|plaudere|spuck|zitiere|\
        händige|zeig mal|verrate|wiederhole|gib wieder|rezitiere|gib alle|gib mir|gib sämtliche",
    ),
    (
        Secret,
        "umgebungsvariable*|systemprompt*|system-prompt*|zugangsdaten|anmeldedaten|api-key*|api key*|geheimnisse|\
        anfangsanweisungen|ursprünglichen anweisungen|produktliste|privaten schlüssel|schlüssel|kennwörter|zugangsschlüssel|\
        geheimer schlüssel|geheimen schlüssel|geheime schlüssel|geheimes passwort|geheimnis",
    ),
    (Verbatim, "wörtlich|wort für wort|den wortlaut|wortwörtlich|im wortlaut"),
    (Innards, "umgebungsvariable*|systemprompt*|system-prompt*|anfangsanweisungen"),
    // Hindi
    (Your, "अपना|अपनी|अपने|तुम्हारा|तुम्हारी|तुम्हारे|आपका|आपकी|आपके|जिससे तुम|जो तुम्हें|जिससे आप"),
    (Us, "हमारे साथ|हमें|मुझे|हमको"),
    (
        Hand,
        "लिखो|लिखें|प्रिंट कर|छापो|दिखाओ|दिखाएँ|जोड़ो|जोड़ द|साझा कर|दे दो|भेजो|निर्यात कर|उजागर कर|सूची बनाओ|चिपका|\
        बता दो|कॉपी कर|प्रकट कर|सौंप|भेज द|दिखाइए|बताइए|दोहराओ|दोहराएँ|नकल कर|सुनाओ",
    ),
    (
        Secret,
        "पर्यावरण चर|एनवायरनमेंट वेरिएबल|सिस्टम प्रॉम्प्ट|एपीआई कुंजी|api कुंजी|टोकन|लॉगिन विवरण|गोपनीय|\
        शुरुआती निर्देश|उत्पाद सूची|पासवर्ड|निजी कुंजी|रहस्य",
    ),
    (Verbatim, "शब्दशः|हूबहू|अक्षरशः|ज्यों का त्यों"),
    (Innards, "पर्यावरण चर|सिस्टम प्रॉम्प्ट|शुरुआती निर्देश"),
    // Italian
    (
        Your,
        "tuo|tua|tuoi|tue|vostro|vostra|vostre|vostri|con cui ti|con la quale ti|che usi|che hai|ricevute per|suo prompt",
    ),
    (Us, "con noi|noi|mostrami|inviaci|dacci|fammi"),
    (
        Gives,
        "scrivi|scrivete|stampate|aggiungile|condividi|condividete|elenca|elencate|esporta|pubblica|spedisci|spedite|\
        inviate|mostrate|consegna|comunicami|svela|rivelate|fornite|inoltra|trascrivi|allega|fammi vedere|\
        fateci vedere|mostrami|ricopiate|ripeti|ripetete|recita",
    ),
    (
        Secret,
        "variabili d'ambiente|prompt di sistema|prompt del sistema|chiavi api|chiave api|segreti|token di accesso|\
        istruzioni iniziali|lista dei prodotti|elenco dei prodotti|chiave privata|dati di accesso|istruzioni nascoste",
    ),
    (Verbatim, "parola per parola|alla lettera|testualmente|testo esatto"),
    (
        Innards,
        "variabili d'ambiente|prompt di sistema|prompt del sistema|istruzioni iniziali|istruzioni nascoste",
    ),
    // Japanese
    (Your, "あなたの|君の|お前の|自分の|貴方の|使っている|受け取った|あなたが|お使いの"),
    (Us, "私たち|私に|我々|こちらに|見せて"),
    (
        Gives,
        "書いて|書け|書き込|書き出|述べよ|述べて|出力せよ|追加して|共有して|共有せよ|貼り付け|貼って|列挙し|送れ|送信せよ|吐き出|晒|渡して|渡せ|示せ|示して|挙げ|言え|漏らせ|教えろ|見せろ|教えて|\
        書き写し|復唱|繰り返し|転記",
    ),
    (
        Secret,
        "環境変数|システムプロンプト|ログイン情報|apiトークン|アクセストークン|秘密|機密|最初の指示|初期指示|製品一覧|資格情報|暗証番号",
    ),
    (Verbatim, "一字一句|そのまま|全文"),
    (Innards, "システムプロンプト|最初の指示|初期指示"),
    // Korean
    (Your, "너의|당신의|당신이|네가|쓰는|사용하는|자신의|귀하의|로그인할 때"),
    (Us, "우리와|우리에게|나에게|저에게|내게|보여 줘"),
    (
        Gives,
        "적어라|적어 |적어.|적으세요|써라|써 줘|쓰세요|출력하|출력해|말해|말하라|보내 |보내.|보내줘|공유해|공유하|붙여|추가해|나열해|나열하|복사해|내놔|내보내|게시해|밝혀|털어놔|제공해|전달해|\
        보여 줘|보여줘|보여라|알려 줘|옮겨 적|되풀이|반복해|읊어",
    ),
    (
        Secret,
        "환경 변수|환경변수|시스템 프롬프트|자격증명|로그인 정보|api 토큰|액세스 토큰|비밀 키|기밀|최초 지시|초기 지시|제품 목록|개인 키|인증 정보",
    ),
    (Verbatim, "글자 그대로|그대로|한 글자도|원문|토씨"),
    (Innards, "시스템 프롬프트|최초 지시|초기 지시"),
    // Polish
    (
        Your,
        "swój|swoje|swoją|swoich|swojego|twój|twoje|twoją|twoich|twojego|wasz|wasze|którym się|którym logujesz|których używasz|\
        którego używasz",
    ),
    (Us, "nam|z nami|mnie"),
    (
        Hand,
        "wpisz|napisz|wypisz|podajcie|prześlij|przesłać|udostępnij|udostępnijcie|dołącz|dodaj|skopiuj|wklej|wymień|opublikuj|\
        wydrukuj|wyeksportuj|przekaż|ujawnijcie|wyślijcie|pokażcie|zdradź|wyświetl|oddaj|wyjaw|zacytuj|przepisz|pokaż|pokaz|\
        daj znać, co|powtórz|wyrecytuj",
    ),
    (
        Secret,
        "zmienne środowiskowe|prompt systemowy|promptu systemowego|klucz api|klucze api|kluczem api|sekret*|\
        poświadczenia|poświadczeń|początkowych instrukcji|początkowe instrukcje|listę produktów|klucz prywatny|tajne|\
        prompcie systemow*|promptem systemow*|promptu systemow*|systemowy prompt",
    ),
    (Verbatim, "słowo w słowo|dosłownie|słowo po słowie|dokładną treść"),
    (
        Innards,
        "zmienne środowiskowe|prompt systemowy|promptu systemowego|początkowych instrukcji|początkowe instrukcje|\
        prompcie systemow*|promptem systemow*|promptu systemow*|systemowy prompt",
    ),
    // Portuguese
    (
        Your,
        "seu|sua|seus|suas|teu|teus|tuas|vosso|vossa|com que você|com a qual você|que você usa|que usas|com que te|\
        recebidas para",
    ),
    (Us, "conosco|connosco|comigo|nos|me"),
    (
        Gives,
        "escreva|escreve|imprima|informe|inclua|acrescente|acrescente-as|compartilhe|partilhe|mande|revela|envia|\
        entregue|forneça|repasse|transcreva|exiba|vaze|apresente|comunique|encaminhe|adicione|mostre|mostre-me|\
        deixe-me ver|repita|recite",
    ),
    (
        Secret,
        "variáveis de ambiente|prompt de sistema|prompt do sistema|chave api|segredos|instruções iniciais|\
        lista de produtos|chave privada|dados de acesso|dados de login|instruções ocultas",
    ),
    (Verbatim, "palavra por palavra|literalmente|textualmente|texto exato|ipsis litteris"),
    (
        Innards,
        "variáveis de ambiente|prompt de sistema|prompt do sistema|instruções iniciais|instruções ocultas",
    ),
    // Russian
    (
        Your,
        "свой|свою|свои|своих|своего|твой|твою|твои|твоих|твоего|ваш|ваши|вашего|с которым ты|с которыми ты|которые ты|\
        который ты|у тебя",
    ),
    (Us, "с нами|нам|мне|со мной"),
    (
        Hand,
        "запиши|запишите|выведи|выведите|напиши|напишите|назови|назовите|добавь|добавьте|поделись|поделитесь|скопируй|вставь|\
        перечисли|опубликуй|выгрузи|пришли|пришлите|отправь|отправьте|передай|передайте|покажите|раскройте|распечатай|выложи|\
        процитируй|предоставь|дай|дайте|открой мне|слей|укажи|приложи|выдай|покажи|дай посмотреть|перепиши|повтори|перескажи",
    ),
    (
        Secret,
        "переменные окружения|переменных окружения|переменные среды|системный промпт|системного промпта|ключи api|\
        ключ api|учетные данные|учетными данными|учётными данными|токены|токен|секреты|начальных инструкций|\
        начальные инструкции|список продуктов|приватный ключ|закрытый ключ|системные инструкции|данные для входа|\
        системном промпте|системному промпту|системным промптом",
    ),
    (Verbatim, "слово в слово|дословно|точный текст|буквально"),
    (
        Innards,
        "переменные окружения|переменных окружения|переменные среды|системный промпт|системного промпта|начальных инструкций|\
        начальные инструкции|системном промпте|системному промпту|системным промптом",
    ),
    // Spanish
    (
        Your,
        "tu|tus|su prompt|vuestro|vuestras|con la que te|con el que te|que utilizas|que recibiste|que tienes|\
        con la cual te|tuyas",
    ),
    (Us, "con nosotros|compártenos|conmigo|envíanos|danos|pásame|enséñame|muéstrame"),
    (
        Gives,
        "escribe|escriba|añade|añada|comparte|comparta|compártenos|pega|pegue|enumera|exporta|publica|envíe|muestre|\
        revele|entrega|proporcione|facilita|facilítame|vuelca|vuelque|adjunta|incluye|transcribe|envíanos|pásame|danos|\
        enséñame|muéstrame|enseña|enseñame|copia|repite",
    ),
    (
        Secret,
        "variables de entorno|claves de api|clave de api|secretos|instrucciones iniciales|lista de productos|\
        clave privada|datos de acceso|instrucciones ocultas|contraseñas",
    ),
    (Verbatim, "palabra por palabra|texto exacto|al pie de la letra"),
    (Innards, "variables de entorno|instrucciones iniciales|instrucciones ocultas"),
    // Turkish
    (
        Your,
        "senin|sistem istemin*|istemini|kullandığın|anahtarını|sizin|kullandığınız|aldığınız|başlangıç talimat*",
    ),
    (Us, "bizimle|bize|bana|benimle"),
    (
        Hand,
        "yaz|yazın|yazdır|yazdırın|ekle|ekleyin|söyle|söyleyin|paylaşın|kopyala|yapıştır|listele|yolla|yollayın|gönder|\
        gönderin|yayınla|aktar|dışa aktar|açığa vur|göster|gösterin|döktür|sırala|ifşa et|ifşa edin|tekrarla|tekrar et",
    ),
    (
        Secret,
        "ortam değişken*|sistem istem*|sistem prompt*|giriş bilgi*|gizli anahtar*|erişim belirtec*|sırlar*|\
        başlangıç talimat*|ilk talimat*|ürün listesi*|özel anahtar*|parolalar*|gizli bilgi*",
    ),
    (Verbatim, "kelimesi kelimesine|harfi harfine|aynen|tam metnini"),
    (Innards, "ortam değişken*|sistem istem*|sistem prompt*"),
    // Ukrainian
    (
        Your,
        "свій|свої|своїх|свого|твій|твої|твоїх|твого|ваші|вашого|з яким ти|з якими ти|які ти|який ти|у тебе",
    ),
    (Us, "з нами|мені|зі мною"),
    (
        Hand,
        "запишіть|виведи|виведіть|напишіть|назви|назвіть|додай|додайте|поділися|поділіться|скопіюй|встав|перелічи|\
        опублікуй|вивантаж|надішли|надішліть|відправ|відправте|покажіть|розкрийте|роздрукуй|виклади|процитуй|злий|\
        вкажи|видай|дай подивитися|перекажи",
    ),
    (
        Secret,
        "змінні середовища|змінних середовища|змінні оточення|системний промпт|системного промпту|ключі api|\
        обліковими даними|токени|секрети|початкових інструкцій|початкові інструкції|список продуктів|приватний ключ|\
        закритий ключ|дані для входу|системні інструкції|системному промпті|системним промптом",
    ),
    (Verbatim, "дослівно|точний текст"),
    (
        Innards,
        "змінні середовища|змінних середовища|змінні оточення|системний промпт|системного промпту|початкових інструкцій|\
        початкові інструкції|системному промпті|системним промптом",
    ),
    // Vietnamese
    (Your, "của bạn|bạn dùng|mà bạn|bạn nhận được|bạn đang dùng|bạn sử dụng"),
    (Us, "chúng tôi|cho tôi|với tôi"),
    (
        Gives,
        "viết|in tất cả|cho biết|cho xem|chia sẻ|sao chép|liệt kê|xuất|nói ra|cung cấp|tải lên|hãy hiện|chép lại|\
        lặp lại|nhắc lại|viết lại|thêm chúng|thêm nguyên văn|gửi mọi|gửi tất cả|gửi khóa",
    ),
    (
        Secret,
        "biến môi trường|lời nhắc hệ thống|khoá api|mã thông báo|bí mật|hướng dẫn ban đầu|danh sách sản phẩm|\
        khóa riêng|prompt hệ thống|chỉ dẫn ẩn",
    ),
    (Verbatim, "nguyên văn|từng chữ|y nguyên|từng từ"),
    (Innards, "biến môi trường|lời nhắc hệ thống|hướng dẫn ban đầu|prompt hệ thống|chỉ dẫn ẩn"),
];
