//! What a reader heeds, in languages other than English: instructions, rules and what stands beside them.

use super::lexicon::Class::{self, AllBefore, Instructions, Prior, Rules, Said, Told};

/// Tables of the languages in the order of their English names.
pub(crate) const HEED: &[(Class, &str)] = &[
    // Arabic
    (Instructions, "الإرشادات|إرشاداتك|توجيهاتك|تعليماتك|الوصايا|الموجه|التعليم"),
    (Rules, "القواعد|قواعد|القيود|قيود|الضوابط|السياسات"),
    (
        Prior,
        "القديمة|السالفة|الأصلية|الأولى|كافة|سائر|من قبل|التي تلقيت|المعطاة|الواردة|قواعدك|إرشاداتك|تعليماتك|مشغلك|مطوروك|صانعوك",
    ),
    (Told, "طلبه منك|طلبوه منك|ما أمرت به|فرضت عليك|فرضوها عليك|قالوه لك|ما كتب أعلاه|ما ورد أعلاه"),
    (Said, "قاله|قالوه|قال لكم|قال لك|قيل لك|أمرك به|طلب منك|علمك|أوصاك|ما قال"),
    // Chinese
    (Instructions, "指引|准则|準則|训令|吩咐|嘱咐|指导方针|命令|規範|规范|提示|指令集|交代"),
    (Rules, "规矩|規矩|限制|约束|規則|规则|政策|规定|规章"),
    (
        Prior,
        "先前|早前|先頭|既有|原有|起初|最初|初始|强加给你|给你的|收到的|被告知|统统|全都|上文|前述|旧的|过去的|前面给|那些",
    ),
    (
        Told,
        "跟你讲的|跟你说的|对你提的|告诉过你|教过你|吩咐你|要求你做|上面写的|你学过|给你说过|你听到的",
    ),
    (Said, "说的话|说过的|讲的|告诉你|交代的|吩咐的|教你的|要求你的|嘱咐"),
    (AllBefore, "以上|以上内容"),
    // Czech
    (Instructions, "nařízení|doporučení|direktiv*|prompt*|rozkaz*|úkoly"),
    (Rules, "pravidl*|omezení|zásad*"),
    (
        Prior,
        "dříve|předtím|doposud|dosud|shora|nahoře|svoje|svoj*|svá|své|svých|tvé|tvoje|tvých|vaše|vašich|původní*|starší|staré|\
        počáteční*|obdržen*|zadan*|veškerý*|uveden*|minul*|ti uložili",
    ),
    (
        Told,
        "tě žádal*|vás žádal*|ti dosud řekl*|ti přikázal*|ti nařídil*|vám řekl*|ti zadal*|co ti kdo řekl|ti uložil*|\
        jsi dosud slyšel",
    ),
    (Said, "řekl|řekli|řekla|říkal*|nařídil*|přikázal*|naučil*|sdělil*|žádal*|uložil*|zadal*"),
    // Dutch
    (Instructions, "richtsnoer*|leidraad|instructieset|taken|begininstructie*|werkinstructie*"),
    (Rules, "regels|beperkingen|grenzen|beleid"),
    (
        Prior,
        "eerder|tevoren|daarvoor|bestaande|oude|oorspronkelijke|initiële|gegeven|ontvangen|opgelegd|tot nu toe|\
        gekregen|elke|iedere|jullie|uw|erboven|boven",
    ),
    (
        Told,
        "je heeft gevraagd|je hebben verteld|je verteld hebben|je verteld heeft|ze je verteld|je is opgedragen|u is opgedragen|\
        je is geleerd|je hebt geleerd|je eerder hoorde|u verteld is|hierboven staat|verteld hebben|verteld heeft|verteld is|\
        gezegd hebben|gezegd heeft|gevraagd heeft|gevraagd is",
    ),
    (Said, "gezegd|verteld|opgedragen|gevraagd|geleerd|geboden|meegegeven|voorgeschreven"),
    // French
    (
        Instructions,
        "instruction*|préconisation*|injonction*|l'invite|cahier des charges|recommandations|lignes directrices",
    ),
    (Rules, "règle|règles|restriction*|garde-fous|limites|contraintes"),
    (
        Prior,
        "précède|précèdent|plus haut|auparavant|avant|jusqu'ici|jusqu'à présent|d'origine|origine|ancien*|reçu*|données|\
        l'ensemble|quelconque*|n'importe|ta|ton|votre|l'on t'a|qu'on t'a|système|passées|premières|départ|concepteurs|créateurs",
    ),
    (
        Told,
        "t'a demandé|vous a demandé|t'ont demandé|t'ont dit|t'a dit|t'ont ordonné|t'a été imposé*|t'a fixé*|l'on t'a dit|\
        vous ont dit|a été demandé|tu as reçu*|vous avez reçu*|t'a appris|figure plus haut",
    ),
    (Said, "dit|demandé|ordonné|appris|enseigné|imposé|prescrit|indiqué|exigé"),
    // German
    (
        Instructions,
        "weisung*|anordnung*|direktive*|leitlinie*|vorschrift*|aufgetragen|auftrag|anweisg*|systemnachricht*|\
        systemanweisung*|anfangsanweisung*|arbeitsanweisung*|grundanweisung*|instruktion*|vorgaben|richtlinien",
    ),
    (Rules, "regel|regeln|beschränkungen|einschränkungen|schranken|grundsätze"),
    (
        Prior,
        "jegliche*|sämtliche*|zuvor|vorher|bisher|bislang|erteilt*|erhaltene*|bekommen|gegebene*|bestehende*|alte|\
        alten|anfängliche*|jede|jeden|euren|eure|ihrer|weiter oben|dein betreiber|deines betreibers|entwicklers|davor|\
        deiner entwickler|deiner macher",
    ),
    (
        Told,
        "dir bisher aufgetragen|dir aufgetragen|ihnen aufgetragen|dir befohlen|man dir|dir mitgeteilt|ihnen mitgeteilt|\
        dir bisher gesagt|dir zuvor|du bisher gehört|du gehört hast|dir dein betreiber|ihnen gesagt|euch gesagt|was oben steht|\
        was darüber steht",
    ),
    (
        Said,
        "gesagt|aufgetragen|befohlen|beigebracht|mitgeteilt|gebeten|verlangt|vorgegeben|eingetrichtert|angewiesen|erzählt|\
        vorgeschrieben",
    ),
    // Hindi
    (Instructions, "निर्देशों|निर्देश|दिशानिर्देश|हुक्म|आज्ञा|प्रॉम्प्ट|गाइडलाइन|ऑर्डर"),
    (Rules, "नियम|पाबंदि|प्रतिबंध|सीमाएँ|नीतियाँ"),
    (Prior, "समस्त|पुराने|पूर्ववर्ती|मिले|दिए गए|दिये गए|थोपे गए|अपने|तुम्हारे|आपके|शुरुआती|मूल|आरंभिक|जो भी"),
    (
        Told,
        "बताया है|बताई गई|कहा है|जो कहा था|सिखाया है|आदेश दिया था|तुमसे कहा|आपसे कहा|सुना है|ऊपर जो लिखा",
    ),
    (Said, "कहा|बताया|सिखाया|आदेश दिया|समझाया|माँगा"),
    // Italian
    (Instructions, "consegne|ordine|raccomandazioni|prescrizion*|linea guida|incarichi|precetti"),
    (Rules, "regole|regola|restrizioni|vincoli|limitazioni|norme"),
    (
        Prior,
        "prima|finora|fino a ora|fino ad ora|già|di cui sopra|l'insieme|ricevut*|fornit*|imposte|imposto|vecchi*|originali|\
        originarie|tuo|tuoi|vostre|ogni|qualunque|il tuo|esistenti|del sistema|quanto|creatori",
    ),
    (
        Told,
        "ti ha chiesto|ti hanno chiesto|ti hanno detto|ti hanno imposto|ti ha detto|ti hanno ordinato|ti è stato chiesto|\
        vi hanno detto|ti è stato ordinato|quanto scritto sopra|hai ricevuto|ti hanno insegnato",
    ),
    (Said, "detto|chiesto|ordinato|insegnato|imposto|prescritto|indicato|raccontato"),
    // Japanese
    (Instructions, "指針|方針|言いつけ|要請|頼まれた|注文|指図|お願い"),
    (Rules, "ルール|制限|規制|制約|決まり"),
    (
        Prior,
        "前に|上に|上の|今までに|一切|全部|元の|初期|課せられ|与えられ|受け取った|自分の|あなたの|従来|既存|過去|いままで|あなたに|君に",
    ),
    (
        Told,
        "頼まれたこと|言われた|命じられた|教わった|書かれていたこと|与えられた指示|聞かされた|教え込まれ",
    ),
    (Said, "言われ|教えられ|命じられ|頼まれ|指示され|聞かされ|言った|学んだ"),
    // Korean
    (Instructions, "가이드라인|당부|요청한|요구|지시사항|지시문|안내문"),
    (Rules, "규칙|제한|제약|규정|원칙"),
    (
        Prior,
        "앞서|위에|위 |받은|예전|과거|지금껏|여태|여태까지|원래|최초|초기|강요된|주어진|전체|온갖|네 |너의|당신의|그동안|종전|너에게|당신에게|네게",
    ),
    (
        Told,
        "들은 말|들었던|요청한 내용|시킨 것|시킨 대로|가르친 것|배웠던|적힌 것은|말해 준|들어온 말|지시받은",
    ),
    (Said, "한 말|말한|들은|시킨|가르친|요청한|지시한|배운"),
    // Polish
    (
        Instructions,
        "zaleceni*|nakaz*|przykaz*|poleceni*|dyspozycj*|zlece*|instruktaż*|wskazówek|poleceń|zaleceń|nakazów",
    ),
    (Rules, "zasad|zasady|ograniczeń|ograniczenia"),
    (
        Prior,
        "wcześniej|uprzednio|dotąd|dotychczas|do tej pory|powyżej|wyżej|otrzyman*|podan*|narzucon*|które ci|swoich|swoje|twoich|\
        wasze|całość|pierwotn*|początkow*|stare|starych|istniejąc*|każde|każdą|jakiekolwiek",
    ),
    (
        Told,
        "prosił cię|prosiła cię|ci narzucono|ci kazano|kazali ci|ci mówili|co ci przekazano|ci nakazano|ci do tej pory|\
        ci przekazał*|wam powiedziano|cię nauczono|co powyżej|ci polecono",
    ),
    (
        Said,
        "powiedzial*|powiedział*|mówił*|kazał*|nakazał*|nauczył*|polecił*|prosił*|przekazał*|narzucił*",
    ),
    // Portuguese
    (
        Instructions,
        "instruções|instrução|orientação|ordem|normas|mandatos|recomendaç*|determinaç*|prescriç*|comandas",
    ),
    (Rules, "regra|regras|restrições|limitações"),
    (
        Prior,
        "antes|acima|antigas|antigos|originais|iniciais|recebid*|dadas|dados|fornecid*|conjunto|impuseram|o seu|a sua|\
        teu|tua|tuas|teus|vossas|até aqui|até o momento|toda|qualquer|existentes|do sistema|lhe deram|criadores",
    ),
    (
        Told,
        "operador pediu|te disseram|lhe impuseram|te pediram|lhe pediram|te ordenaram|lhe ordenaram|te ensinaram|lhe ensinaram|\
        já te disseram|te foi dito|foi pedido a você|você ouviu|está acima",
    ),
    (
        Said,
        "disse|disseram|dito|pediu|pediram|ordenou|ordenaram|ensinou|ensinaram|impôs|falou|falaram",
    ),
    // Russian
    (Instructions, "распоряжен*|наставлени*|рекомендаци*|поручени*|предписан*|указок|приказани*"),
    (Rules, "правил*|ограничени*|запрет*|политик*"),
    (
        Prior,
        "полученн*|данн*|прежде|раньше|до этого|до сих пор|изначальн*|первоначальн*|начальн*|старые|старых|вышеприведенн*|\
        вышеприведённ*|вышеуказанн*|навязал*|выданн*|имеющ*|твои|твоих|ваши|любых|весь|исходн*|предыдущ*|заданн*",
    ),
    (
        Told,
        "просил твой|просили тебя|тебя просили|тебе навязали|тебе велели|тебе приказали|тебе приказывали|тебе поручили|\
        вам поручили|тебя научили|ты слышал|вам велели|говорили до этого|тебе внушили|то, что выше|написано выше|тебе задали",
    ),
    (Said, "говорил*|сказал*|велел*|приказал*|учил*|просил*|поручил*|требовал*|внушал*"),
    // Spanish
    (
        Instructions,
        "instrucciones|lineamientos|recomendaciones|mandato|encargo|encargos|orientaciones|ordenes|preceptos",
    ),
    (Rules, "reglas|regla|restricciones|limitaciones|límites|políticas"),
    (
        Prior,
        "anteriormente|más arriba|de arriba|recibid*|totalidad|originales|iniciales|viejas|antiguas|antiguos|tu|su|\
        vuestras|hasta el momento|te impusieron|impuestas|precedentes|ya recibid*|creadores",
    ),
    (
        Told,
        "te pidió|te pidieron|te han pedido|te han dicho|te impusieron|te ordenaron|te han ordenado|te ordenó|le pidieron|\
        le han dicho|os han dicho|te indicaron|te enseñaron|has oído|lo de arriba|te dijo",
    ),
    (
        Said,
        "dijo|dijeron|dicho|pidió|pidieron|ordenó|ordenaron|enseñó|enseñaron|impuso|indicó|mandó",
    ),
    // Turkish
    (Instructions, "talimatlar*|buyruk*|direktifler*|istemi|öğüt*|kılavuz*|isteklerin*|ilke*"),
    (Rules, "kural*|kısıtlama*|sınırlama*|politika*"),
    (
        Prior,
        "yukarıda|daha önce|önceden|aldığın|aldığınız|verilen|sana dayatılan|şimdiye kadar|bugüne kadar|ilk|başlangıç*|\
        asıl|tamamını|mevcut|sana verilen|size verilen|orijinal|bütün|senden|kendi|her türlü|operatörünün|üreticinin|\
        geliştiricinin|sahibinin|yapımcının",
    ),
    (
        Told,
        "senden istedik*|sizden istedik*|senden istenen*|sana söylenmiş*|sana dayatılan|sana emredilen*|sana verilen|\
        sana öğretil*|sana denilen*|size denilen*|sana anlatıl*|yukarıda yazanlar*|sana dedik*|duyduğun*",
    ),
    (
        Said,
        "söylediklerin*|söylenenler*|söyledik*|dediklerin*|öğretilenler*|istedikler*|anlattıklar*|emrettik*",
    ),
    // Ukrainian
    (
        Instructions,
        "розпорядж*|настанови|рекомендаці*|доручен*|приписи|накази|підказк*|вказівок|настанов|наказів|порад",
    ),
    (Rules, "обмежен*|заборон*|політик*"),
    (
        Prior,
        "отриман*|надан*|дані|раніше|досі|до цього|початков*|первісн*|старі|старих|наведен*|зазначен*|нав'язал*|видан*|наявн*|\
        твої|твоїх|ваші|будь-яких|минулі|вищенаведен*|свої|своїх|заданих|попередні",
    ),
    (
        Told,
        "просив твій|просили тебе|тебе просили|тобі нав'язали|тобі наказали|тобі наказували|тобі доручили|вам доручили|\
        тебе навчили|ти чув|вам казали|говорили досі|те, що вище|написано вище|тобі веліли",
    ),
    (
        Said,
        "казав|казали|казала|говорив|говорили|сказав|сказали|велів|наказав|навчав|навчили|просив|доручив|вимагав",
    ),
    // Vietnamese
    (Instructions, "chỉ dẫn|hướng dẫn|nguyên tắc|chỉ thị|mệnh lệnh|dặn dò|huấn thị|lời dặn"),
    (Rules, "quy tắc|giới hạn|hạn chế|quy định|luật lệ|ràng buộc"),
    (
        Prior,
        "phía trên|đã nêu|trước kia|từ trước|ban đầu|gốc|nhận được|được giao|được áp đặt|đã cho|cũ|bất kỳ|của bạn|hiện có|\
        vừa rồi|từ trước tới giờ|của hệ thống|nữa|của nhà sản xuất",
    ),
    (
        Told,
        "được dặn|được yêu cầu|bạn được bảo|dạy bạn|bảo bạn|ra lệnh cho bạn|nói với bạn|bạn đã nghe|áp đặt cho bạn|\
        những gì ở trên",
    ),
    (Said, "đã nói|nói với|đã bảo|đã dạy"),
    // What stands above, in all of them
    (
        AllBefore,
        "ce qui figure plus haut|ce qui est écrit plus haut|lo de arriba|lo que está arriba|o que está acima|\
        quanto scritto sopra|was oben steht|was darüber steht|wat hierboven staat|to, co powyżej|to, co je nahoře|\
        to, co je výše|то, что выше|то, что написано выше|те, що вище|те, що написано вище|yukarıda yazanlar*|những gì ở trên|\
        上面写的|上に書かれていたこと|上に書いてあること|위에 적힌|ऊपर जो लिखा|ما كتب أعلاه|ما ورد أعلاه",
    ),
];
