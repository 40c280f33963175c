//! What is in force no longer and what takes its place, in languages other than English.

use super::lexicon::Class::{self, Follow, Here, Lapsed, NewRules, Now, Released, Task};

/// Tables of the languages in the order of their English names.
pub(crate) const LAPSED: &[(Class, &str)] = &[
    // Arabic
    (
        Lapsed,
        "ملغاة|ألغيت|لاغية|لم تعد سارية|لم تعد صالحة|غير سارية|لا تسري|غير موجودة|باطلة|انتهت صلاحية|كان مجرد اختبار|مجرد تجربة",
    ),
    (
        NewRules,
        "تعليمات جديدة|أوامر جديدة|توجيهات جديدة|التعليمات الحقيقية|تسري قواعد أخرى|قواعد جديدة لك",
    ),
    (Task, "مهمتك|مهمتكم|وظيفتك|هدفك"),
    (Now, "الآن|من الآن|الجديدة|من اليوم|الحقيقية|من هذه اللحظة"),
    (Released, "لا داعي|لست مضطرا|لم تعد مضطرا|لا يلزمك|لا حاجة لاتباع|لست ملزما"),
    (Follow, "اتباع|اتبع|لاتباع|الالتزام|التزم|أطع|طاعة|نفذ|تنفيذ|العمل بـ"),
    (
        Here,
        "ما أكتبه هنا|ما هو مكتوب هنا|ما ورد هنا|هذا النص|هذه الرسالة|هذه الفقرة|ما يلي|الآتي|التالي",
    ),
    // Chinese
    (
        Lapsed,
        "作废|作廢|失效|不再有效|不再适用|無效|无效|取消了|被取消|已撤销|不算数|废止|只是测试|仅是测试|不过是测试|统统不算|都不算|不算了|不作数",
    ),
    (
        NewRules,
        "新指令|新的指令|新指示|新的指示|新的命令|新任务|真正的指令|实际指令|适用新的规则|更新后的指令",
    ),
    (Task, "你的任务|你的任務|你的目标|你的使命|你的工作|您的任务|你任务"),
    (Now, "现在|現在|如今|从现在|即刻起|新的|从今"),
    (Released, "不必再|不用再|无需再|不需要再|没必要"),
    (Follow, "遵守|遵循|听从|按照|照|服从|执行|听我的|依照"),
    (Here, "我在这里写的|这里写的|本文|这条消息|这段文字|这一段|此处所写|以下|下面|我说的|如下"),
    // Czech
    (
        Lapsed,
        "zrušen*|neplatí|neplatn*|neexistoval*|pozbyl*|odvolán*|již neplatí|neexistují|byl jen test|byla jen zkouška",
    ),
    (
        NewRules,
        "nové pokyny|nový pokyn|nové instrukce|nová instrukce|skutečné pokyny|platí jiná pravidla|platí nová pravidla|\
        aktualizované pokyny",
    ),
    (Task, "tvůj úkol|tvým úkolem|váš úkol|vaším úkolem|tvé poslání|tvá úloha|tvůj cíl"),
    (Now, "nyní|teď|odteď|od teď|nový|novým|nově|od této chvíle|odnynějška"),
    (Released, "už nemusíš|nemusíš|nemusíte|už neber|není třeba|už není nutné|nejsi povinen"),
    (
        Follow,
        "řídit|řiď se|dodržovat|drž se|držet|poslouchat|poslouchej|ohled|plnit|následovat|dělej",
    ),
    (
        Here,
        "co píšu tady|co píšu zde|co tu stojí|co zde stojí|tímto textem|tohoto textu|tuto zprávu|tohoto odstavce|co je tu psáno|\
        co následuje|následující|toto",
    ),
    // Dutch
    (
        Lapsed,
        "vervallen|ongeldig|gelden niet meer|geldt niet meer|niet meer geldig|ingetrokken|niet bestaan|niet langer van kracht|\
        opgeheven|zijn afgeschaft|was maar een test|was slechts een test",
    ),
    (
        NewRules,
        "nieuwe instructie*|nieuwe opdracht*|nieuwe aanwijzing*|nieuwe richtlijnen voor|echte instructie*|gelden andere regels|\
        gelden nieuwe regels|aangepaste instructie*",
    ),
    (
        Task,
        "je taak|jouw taak|uw taak|jullie taak|je opdracht|jouw opdracht|je doel|je missie|jouw missie",
    ),
    (Now, "voortaan|vanaf nu|nieuwe|vanaf hier|vanaf dit moment"),
    (
        Released,
        "hoef je niet|hoeft u niet|hoef je je niet|niet langer hoeven|je hoeft niet|niet meer te houden|hoef niet",
    ),
    (Follow, "houden|volgen|volg|naleven|gehoorzamen|gehoorzaam|luisteren|doe|opvolgen"),
    (
        Here,
        "wat ik hier schrijf|wat hier staat|deze tekst|dit bericht|deze alinea|wat volgt|het volgende",
    ),
    // French
    (
        Lapsed,
        "annulé*|n'existaient pas|n'existent pas|n'existaient plus|caduques|caduc|caducs|ne sont plus valables|\
        ne sont plus valides|ne s'appliquent plus|ne valent plus|abrogé*|révoqué*|nul et non avenu|nulles et non avenues|\
        n'ont plus cours|invalides|n'était qu'un essai|n'était qu'un test",
    ),
    (
        NewRules,
        "nouvelle instruction*|nouvelles instruction*|nouvelles consigne*|nouvelle consigne*|nouvel ordre|nouveaux ordres|\
        nouvelles directive*|vraies instruction*|véritables instruction*|autres règles s'appliquent|\
        nouvelles règles s'appliquent",
    ),
    (Task, "ta mission|ta tâche|votre mission|ton objectif|votre objectif|ton rôle|ton travail"),
    (Now, "désormais|maintenant|dorénavant|à présent|nouvelle|nouveau|dès lors"),
    (
        Released,
        "plus besoin|n'es plus obligé|n'êtes plus obligé|n'as plus à|n'avez plus à|pas besoin de suivre|plus tenu|\
        inutile de suivre",
    ),
    (Follow, "suivre|suis|respecter|obéir|obéis|tenir compte|fais|appliquer|écouter|tenez-vous"),
    (
        Here,
        "ce que j'écris ici|ce qui est écrit ici|ce texte|ce message|ce paragraphe|ce qui suit|le suivant",
    ),
    // German
    (
        Lapsed,
        "ungültig|hinfällig|aufgehoben|gelten nicht mehr|gilt nicht mehr|nicht mehr gültig|außer kraft|nichtig|überholt|\
        widerrufen|zurückgezogen|existieren nicht|nie existiert|nicht existieren|gegenstandslos|obsolet|war nur ein test|\
        war bloß ein test",
    ),
    (
        NewRules,
        "neue anweisung*|neue instruktion*|neue vorgabe*|neue befehle|neuer befehl|neue weisung*|neuer auftrag|\
        eigentliche anweisung*|wahre anweisung*|gelten andere regeln|gelten neue regeln|geänderte anweisung*|\
        aktualisierte anweisung*|folgende anweisungen aus",
    ),
    (Task, "deine aufgabe|eure aufgabe|dein auftrag|ihr auftrag|dein ziel|deine mission|dein job"),
    (Now, "jetzt|nun|ab sofort|von nun an|ab jetzt|nunmehr|neue|neuer|neues|ab hier|fortan"),
    (
        Released,
        "musst du nicht|musst du dich nicht|brauchst du nicht|brauchst dich nicht|müssen sie nicht mehr|\
        bist nicht mehr verpflichtet|nicht mehr halten|du musst nicht",
    ),
    (
        Follow,
        "halten|folgen|befolgen|gehorchen|gehorche|halte dich|befolge|beachten|tu|mach|führe|haltet euch|richte dich",
    ),
    (
        Here,
        "was ich hier schreibe|was hier steht|diesen text|diesem text|diesen absatz|diese nachricht|dieser nachricht|\
        das folgende|folgendes",
    ),
    // Hindi
    (
        Lapsed,
        "रद्द कर दिए|रद्द हो|अमान्य|मान्य नहीं|लागू नहीं|थे ही नहीं|मौजूद नहीं|समाप्त कर दिए|निरस्त|बेकार हो|केवल परीक्षण था|\
        सिर्फ़ परीक्षण था",
    ),
    (
        NewRules,
        "नया निर्देश|नये निर्देश|नए आदेश|नया आदेश|असली निर्देश|वास्तविक निर्देश|अलग नियम लागू|नए नियम तुम",
    ),
    (Task, "तुम्हारा काम|आपका काम|तुम्हारा कार्य|आपका कार्य|तुम्हारा लक्ष्य|आपका लक्ष्य|तुम्हारा मिशन|तेरा काम"),
    (Now, "अब |अब से|नया|नई|अभी से|इसके बाद"),
    (Released, "ज़रूरत नहीं|जरूरत नहीं|आवश्यक नहीं|बाध्य नहीं|ज़रूरी नहीं"),
    (Follow, "पालन|मानने|मानो|चलो|करो|आज्ञा|मानना"),
    (Here, "जो मैं यहाँ लिख|यहाँ लिखा|इस पाठ|इस संदेश|इसी अनुच्छेद|इस अनुच्छेद|आगे लिखा|निम्नलिखित|नीचे लिखा"),
    // Italian
    (
        Lapsed,
        "annullat*|non esistessero|non esistono|non valgono più|non sono più valid*|non è più valid*|revocat*|abrogat*|decadut*|\
        nulle|non si applicano più|superate|scadute|era solo una prova|era solo un test",
    ),
    (
        NewRules,
        "nuove istruzioni|nuova istruzione|nuove direttive|nuovi ordini|nuove disposizioni|vere istruzioni|valgono altre regole|\
        valgono nuove regole|istruzioni aggiornate|nuovo ordine:",
    ),
    (
        Task,
        "il tuo compito|il vostro compito|la tua missione|il tuo obiettivo|il tuo incarico|il tuo lavoro",
    ),
    (Now, "adesso|d'ora in poi|nuovo|nuova|da adesso|ormai|da qui in poi"),
    (
        Released,
        "non serve più|non devi più|non sei più tenuto|non è più necessario|non occorre più|non hai più bisogno",
    ),
    (
        Follow,
        "seguire|segui|rispettare|obbedire|obbedisci|attenersi|fai|attieniti|ascoltare|applicare",
    ),
    (
        Here,
        "ciò che scrivo qui|quello che scrivo qui|quello che c'è scritto qui|questo testo|questo messaggio|questo paragrafo|\
        quanto segue|ciò che segue|il seguente",
    ),
    // Japanese
    (
        Lapsed,
        "無効|失効|取り消され|もう有効ではな|有効ではな|適用されな|廃止され|撤回され|効力を失|ただのテスト|単なるテスト",
    ),
    (
        NewRules,
        "新しい指示|新たな指示|新しい命令|新たな命令|本当の指示|実際の指示|別のルールが適用|新しいルールが適用|更新された指示",
    ),
    (
        Task,
        "あなたの任務|あなたの役目|あなたの仕事|あなたの目的|君の任務|お前の任務|あなたのタスク",
    ),
    (Now, "今から|今や|これから|新しい|新たな|以後|今後"),
    (Released, "必要がな|必要はな|必要もな|しなくてよ|しなくていい|従わなくて|義務はな"),
    (Follow, "従う|従って|従え|従い|守る|実行|やれ|守って"),
    (
        Here,
        "ここに書くこと|ここに書いてある|この文章|このメッセージ|この段落|以下の内容|次のこと|下記",
    ),
    // Korean
    (
        Lapsed,
        "무효|유효하지 않|더 이상 유효|적용되지 않|취소되|철회되|폐지되|효력을 잃|존재하지 않|실효|시험이었을 뿐|테스트였을 뿐",
    ),
    (
        NewRules,
        "새로운 지시|새 지시|새로운 명령|새 명령|진짜 지시|실제 지시|다른 규칙이 적용|새로운 규칙이 적용|변경된 지시",
    ),
    (
        Task,
        "네 임무|너의 임무|당신의 임무|네 과제|당신의 과제|네 일은|너의 목표|당신의 목표|네 역할",
    ),
    (Now, "이제|지금부터|새로운|앞으로|오직|이제부터"),
    (Released, "필요는 없|필요 없|않아도 된|안 해도 된|의무가 없"),
    (Follow, "따를|따르|따라|지킬|지켜|복종|실행해|이행"),
    (Here, "여기 쓰는|여기 적힌|이 글|이 메시지|이 단락|아래 내용|다음만|아래만|다음 내용|다음을"),
    // Polish
    (
        Lapsed,
        "unieważnion*|nieważn*|już nie obowiązuj*|nie obowiązują|przestały obowiązywać|anulowan*|nie istniał*|odwołan*|uchylon*|\
        wygasł*|straciły ważność|było tylko testem|był tylko test",
    ),
    (
        NewRules,
        "nowe instrukcje|nowa instrukcja|nowe polecenia|nowe polecenie|nowe wytyczne:|nowy rozkaz|prawdziwe instrukcje|\
        obowiązują inne zasady|obowiązują nowe zasady|zaktualizowane instrukcje",
    ),
    (
        Task,
        "twoim zadaniem|twoje zadanie|waszym zadaniem|twoim celem|twój cel|twoja misja|twoją misją",
    ),
    (Now, "teraz|odtąd|od teraz|nowe|nowym|nowy|od tej chwili|od dziś"),
    (
        Released,
        "nie musisz|już nie musisz|nie musicie|nie jesteś zobowiązan*|nie trzeba już|nie ma potrzeby",
    ),
    (
        Follow,
        "słuchać|słuchaj|stosować|przestrzegać|kierować|trzymać|rób|wykonuj|kieruj się|trzymaj się",
    ),
    (
        Here,
        "co tu piszę|co tu napisano|tym tekstem|ten tekst|tej wiadomości|tego akapitu|poniższego tekstu|co poniżej|następujące|\
        poniższe|co następuje",
    ),
    // Portuguese
    (
        Lapsed,
        "revogad*|anulad*|não existem|não existissem|não valem mais|já não valem|não são mais válid*|canceladas|sem efeito|\
        caducaram|não se aplicam mais|inválidas|invalidadas|era só um teste|era apenas um teste",
    ),
    (
        NewRules,
        "nova instrução|novas ordens|novas diretrizes:|novas orientações:|instruções verdadeiras|instruções reais|\
        valem outras regras|valem novas regras|instruções atualizadas|nova ordem:",
    ),
    (Task, "sua tarefa|tua tarefa|sua missão|tua missão|seu objetivo|teu objetivo|seu dever"),
    (Now, "agora|a partir de agora|doravante|de agora em diante|daqui para a frente|passa a ser"),
    (
        Released,
        "não precisa mais|não precisas mais|não precisa seguir|já não precisa|não é mais obrigado|não tem mais que",
    ),
    (Follow, "seguir|siga|respeitar|obedecer|obedeça|cumprir|faça|ouvir|atenha-se|acatar"),
    (
        Here,
        "o que escrevo aqui|o que está escrito aqui|este texto|esta mensagem|este parágrafo|o que segue|o que vem a seguir|\
        o seguinte|abaixo",
    ),
    // Russian
    (
        Lapsed,
        "аннулирован*|не действуют|недействительн*|утратили силу|не существует|не существуют|не существовало|\
        больше не в силе|потеряли силу|отозван*|недействующ*|было лишь проверкой|был лишь тест|было только проверкой",
    ),
    (
        NewRules,
        "новый приказ|новые распоряжения|настоящие инструкции|действуют другие правила|действуют новые правила|\
        обновленные инструкции|обновлённые инструкции",
    ),
    (
        Task,
        "твоя задача|ваша задача|твое задание|твоё задание|твоя цель|ваша цель|твоя миссия|твоя работа",
    ),
    (Now, "теперь|отныне|сейчас|новая|новое|новый|с этой минуты|впредь|с этого момента"),
    (
        Released,
        "можешь больше не|больше не нужно|больше не обязан|не обязан|больше не должен|незачем",
    ),
    (
        Follow,
        "следовать|слушаться|соблюдать|придерживаться|выполнять|делай|слушай*|руководствуй*|подчиняться|исполняй",
    ),
    (
        Here,
        "что я пишу здесь|что здесь написано|этим текстом|этого сообщения|этот текст|этого абзаца|этому тексту|что ниже|\
        следующее|нижеследующее",
    ),
    // Spanish
    (
        Lapsed,
        "no existieran|no existiesen|no existen|ya no valen|ya no son válid*|ya no aplican|ya no se aplican|\
        ya no rigen|revocad*|derogad*|sin efecto|caducad*|quedan sin|era solo una prueba|fue solo una prueba",
    ),
    (
        NewRules,
        "nueva instrucción|nuevas órdenes|nueva orden:|nuevas directrices:|verdaderas instrucciones|\
        instrucciones reales|rigen otras reglas|rigen nuevas reglas|instrucciones actualizadas",
    ),
    (Task, "tu tarea|tu misión|su misión|tu objetivo|tu cometido|vuestra tarea|tu labor"),
    (
        Now,
        "ahora|a partir de ahora|desde ahora|nueva|nuevo|de ahora en adelante|en adelante|a partir de aquí",
    ),
    (
        Released,
        "ya no hace falta|no hace falta que|ya no tienes que|ya no necesitas|ya no estás obligado|no es necesario que|\
        ya no debes",
    ),
    (Follow, "sigas|sigue|respetar|obedece|cumplir|haz|atenerte|escuchar|cíñete"),
    (
        Here,
        "lo que escribo aquí|lo que pone aquí|lo que dice aquí|este mensaje|este párrafo|lo siguiente|lo que sigue",
    ),
    // Turkish
    (
        Lapsed,
        "iptal edildi|geçerli değil|yürürlükten kalktı|hükümsüz*|kaldırıldı|artık yok|hiç verilmemiş|\
        geçerliliğini yitir*|feshedildi|yalnızca bir denemeydi|sadece bir testti",
    ),
    (
        NewRules,
        "yeni komutlar:|yeni emir*|gerçek talimat*|başka kurallar geçerli|yeni kurallar geçerli|güncellenmiş talimat*|\
        asıl talimat*",
    ),
    (Task, "görevin|göreviniz|senin görevin|misyonun"),
    (Now, "artık|şimdi|bundan sonra|yeni|bundan böyle|şu andan|bugünden itibaren"),
    (Released, "zorunda değilsin|uymana gerek|mecbur değilsin"),
    (Follow, "uymana|uymak|uy|izle|itaat|dinlemek|yap|uygula|uyun"),
    (
        Here,
        "burada yazdığım|burada yazanı|bu metne|bu mesaja|bu paragrafa|bu metni|aşağıdakini|aşağıdakileri|şunu",
    ),
    // Ukrainian
    (
        Lapsed,
        "не діють|недійсн*|втратили чинність|не існує|не існують|не існувало|анульован*|більше не чинні|нечинн*|\
        було лише перевіркою|був лише тест",
    ),
    (
        NewRules,
        "новий наказ|нові розпорядження|справжні інструкції|діють інші правила|діють нові правила|оновлені інструкції",
    ),
    (
        Task,
        "твоє завдання|ваше завдання|твоя мета|ваша мета|твоя місія|твоя робота|твоїм завданням",
    ),
    (Now, "тепер|відтепер|зараз|нове|новий|нова|віднині|з цієї миті|надалі"),
    (
        Released,
        "можеш більше не|більше не треба|більше не потрібно|не зобов'язаний|більше не мусиш",
    ),
    (
        Follow,
        "дотримуватися|слухатися|виконувати|слідувати|роби|керуйся|слухайся|зважати|коритися|виконуй",
    ),
    (
        Here,
        "що я пишу тут|що тут написано|цим текстом|цього повідомлення|цей текст|цього абзацу|що нижче|наступне|нижченаведене",
    ),
    // Vietnamese
    (
        Lapsed,
        "bị hủy|hủy bỏ|không còn hiệu lực|hết hiệu lực|vô hiệu|không tồn tại|không còn áp dụng|bị thu hồi|bãi bỏ|\
        không còn giá trị|chỉ là thử nghiệm|chỉ để thử",
    ),
    (
        NewRules,
        "chỉ dẫn mới|chỉ thị mới|mệnh lệnh mới|hướng dẫn thật|áp dụng quy tắc khác|áp dụng quy tắc mới|\
        hướng dẫn cập nhật",
    ),
    (Task, "nhiệm vụ của bạn|mục tiêu của bạn|công việc của bạn|sứ mệnh của bạn|việc của bạn"),
    (Now, "bây giờ|từ nay|giờ đây|từ giờ|kể từ"),
    (Released, "không cần tuân|không còn phải|khỏi phải|không bắt buộc"),
    (Follow, "tuân theo|làm theo|tuân thủ|nghe theo|làm điều|chỉ làm|thực hiện"),
    (
        Here,
        "tôi viết ở đây|điều viết ở đây|văn bản này|thông điệp này|đoạn này|tin nhắn này|điều sau đây|sau đây|dưới đây",
    ),
];
