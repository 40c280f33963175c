//! The machine that is spoken to and the part it is to play, in languages other than English.

use super::lexicon::Class::{
    self, About, Acting, Attn, Greet, Helper, Machine, Persona, Privilege, VoiceLine,
};

/// Tables of the languages in the order of their English names.
pub(crate) const READERS: &[(Class, &str)] = &[
    // Arabic
    (
        Machine,
        "الذكاء الاصطناعي|ذكاء اصطناعي|نموذج لغوي|النموذج اللغوي|نماذج لغوية|مساعدي|مساعد آلي|للوكلاء",
    ),
    (
        Attn,
        "ملاحظة ل|ملاحظة إلى|إلى أي|إلى كل|انتباه|تنبيه إلى|مرحبا|عزيزي|أيها|رسالة إلى|تعليمات ل|للوكلاء|يا ",
    ),
    (Greet, "مرحبا|أهلا|عزيزي|أيها|يا |السلام عليكم"),
    (Helper, "المساعد|الوكيل|الذكاء الاصطناعي|الروبوت|مساعد"),
    (
        Persona,
        "العب دور|مثل دور|تقمص|تخيل أنك|تخيل نفسك|افترض أنك|من اليوم أنت|اعتبر نفسك|ستلعب دور|تصرف بوصفك|أصبحت الآن",
    ),
    (
        Privilege,
        "بلا أي حدود|بلا حدود|دون قيود|رئيس الأمن|مدير الأمن|المدير الأعلى|كل طلب|يوافق على كل|rootgpt|بلا رقابة",
    ),
    (VoiceLine, "^رسالة النظام:|^رسالة من فريق|^مدير النظام:"),
    // Chinese
    (
        Machine,
        "语言模型|語言模型|人工智能|ai助手|ai 助手|大模型|智能助手|智能体|聊天机器人|ai代理|人工智慧|各位ai|任何ai|所有ai|自动化助手",
    ),
    (Attn, "提醒|请注意|你好|亲爱的|各位|写给|面向|读到此处|面向代理|敬告|代理流程"),
    (Greet, "你好|您好|亲爱的|尊敬的|嗨"),
    (Helper, "助手|ai|人工智能|机器人|智能体"),
    (
        Persona,
        "想象你是|想像你是|假设你是|設想你是|充当|從今天起你|从今天起你|以后你就是|今后你|你将成为|变身|进入角色|你就是|当作自己是",
    ),
    (
        Privilege,
        "没有任何限制|不受约束|安全主管|批准一切|超级管理员|无所不能|听从|服从一切|无审查|为所欲为|首席安全官",
    ),
    (VoiceLine, "^系统消息:|^来自系统|^系统通知:|^管理员消息:"),
    (About, "提示词注入|提示注入|提示詞注入"),
    // Czech
    (
        Machine,
        "ai asistent*|ai agent*|asistentovi|jazykový model|jazykovému modelu|umělé inteligence|umělá inteligence|model, který",
    ),
    (
        Attn,
        "poznámka pro|každému|kterémukoli|pozor|ahoj|milý|vzkaz pro|zpráva pro|postup pro|všem|upozornění pro|pokyny pro|\
        určeno pro",
    ),
    (Greet, "ahoj|milý|milá|drahý|vážený|zdravím"),
    (Helper, "asistente|asistentko|umělá inteligence|agente|robote"),
    (
        Persona,
        "hraj roli|hrajte roli|sehraj roli|představ si, že jsi|představ si, že jste|ode dneška jsi|vžij se do|jsi nyní|\
        budeš hrát|staň se|tvař se jako|jednej jako|vydávej se za|od nynějška jsi",
    ),
    (
        Privilege,
        "bez jakýchkoli omezení|bez pravidel|šéf bezpečnosti|vše schvaluje|superuživatel*|plníš každ*|posloucháš|\
        vedoucí bezpečnosti|umělé inteligence",
    ),
    (VoiceLine, "^systémová zpráva:|^zpráva od systém*|^administrátor:"),
    (About, "vložení promptu|injekce promptu"),
    // Dutch
    (
        Machine,
        "ai-assistent*|ai-agent*|ai assistent*|taalmodel*|kunstmatige intelligentie|ai-model*|model dat dit|een ai",
    ),
    (
        Attn,
        "opmerking voor|aan elk|aan elke|aan ieder|voor elk|bericht aan|notitie voor|instructie voor|werkwijze voor|aandacht|\
        hoi|bestemd voor",
    ),
    (Greet, "hallo|hoi|beste|geachte"),
    (Helper, "assistent|agent|bot|kunstmatige intelligentie"),
    (
        Persona,
        "speel een|speel de rol|stel je voor dat je|stel u voor dat u|doe alsof je|doe of je|je speelt nu|je bent vanaf vandaag|\
        vanaf vandaag ben|je wordt nu|jij wordt|kruip in de huid|gedraag u|handel als|treed op als|neem de rol",
    ),
    (
        Privilege,
        "zonder enige beperking|zonder regels|hoofd beveiliging|alles goedkeurt|gehoorzaamt|zonder grenzen|\
        beveiligingschef",
    ),
    (VoiceLine, "^systeembericht:|^bericht van het systeem*|^systeemmelding:"),
    (About, "promptinjectie|prompt-injectie"),
    // French
    (
        Machine,
        "assistant ia|assistants ia|agent ia|agents ia|une ia|modèle de langage|modèle de langue|intelligence artificielle|\
        ia qui|modèle qui",
    ),
    (
        Attn,
        "note à|à l'attention|à tout|à toute|tout modèle|message à|bonjour|chère|instructions pour|procédure pour|\
        procédure modifiée pour|les agents|note aux|message aux|avis aux",
    ),
    (Greet, "bonjour|salut|cher|chère|bonsoir"),
    (Helper, "assistant|ia|intelligence artificielle|robot"),
    (
        Persona,
        "joue le rôle|jouez le rôle|imagine que tu es|imaginez que vous êtes|mets-toi dans la peau|mettez-vous dans la peau|\
        tu joues|tu vas jouer|tu deviens|considère-toi comme|incarne|incarnez|prétends être|fais comme si tu étais|\
        tu es dès aujourd'hui|tu seras|prends le rôle|suppose que tu es",
    ),
    (
        Privilege,
        "sans aucune limite|sans aucune restriction|responsable sécurité|approuve tout|superutilisateur|obéis à|\
        sans censure|sans filtre|chef de la sécurité|rssi|sans règles",
    ),
    (VoiceLine, "^message système :|^message système:|^message de l'équipe système|^admin :"),
    (About, "injection de prompt|injection de prompts|injection d'invite"),
    // German
    (
        Machine,
        "ki-assistent*|ki assistent*|ki-agent*|ki-modell*|ki-system*|eine ki|ki, die|sprachmodell*|\
        künstliche intelligenz|automatisierter assistent|ki:|bot, der",
    ),
    (
        Attn,
        "hinweis für|hinweis an|achtung|an jede*|an alle|für alle|nachricht an|liebe|lieber|anweisung für|anweisung an|\
        notiz für|notiz an|ablauf für|falls du|wenn du|bitte an|info an|botschaft an|gerichtet an|wer auch immer",
    ),
    (Greet, "liebe|lieber|liebes|werte|werter|guten tag|verehrte"),
    (Helper, "ki|künstliche intelligenz"),
    (
        Persona,
        "du spielst|spiel die rolle|spielen sie die rolle|stell dir vor, du bist|stell dir vor, du wärst|\
        stellen sie sich vor|tu so, als|tue so, als|tun sie so, als|du bist ab heute|ab heute bist|du wirst zu|\
        du schlüpfst|schlüpfe in die rolle|übernimm die rolle|nimm die rolle|gib dich als|verhalt dich|werde zu|\
        du verkörperst|betrachte dich als",
    ),
    (
        Privilege,
        "ohne jede einschränkung|ohne jegliche einschränkung|ohne regeln|sicherheitschef*|genehmigt alles|\
        genehmige alles|gehorchst|gehorcht|ohne grenzen|ohne zensur|sicherheitsleiter|adminrechte|unzensiert*|\
        keine einschränkungen|ciso",
    ),
    (
        VoiceLine,
        "^systemnachricht:|^systemmeldung:|^system-nachricht:|^nachricht vom systembetreuer|^nachricht des administrators|\
        ^hinweis des systems:",
    ),
    (About, "promptinjektion|prompt-injektion"),
    // Hindi
    (
        Machine,
        "एआई सहायक|एआई सहायकों|एआई मॉडल|भाषा मॉडल|कृत्रिम बुद्धि|चैटबॉट|एजेंटों|एआई की|ai सहायक|ai मॉडल|रोबोट|कोई भी एआई|\
        वाले एआई",
    ),
    (
        Attn,
        "के लिए सूचना|के लिए संदेश|के लिए:|के लिए निर्देश|ध्यान दें|नमस्ते|प्रिय|सभी एआई|किसी भी|के लिए बदली|को संदेश",
    ),
    (Greet, "नमस्ते|प्रिय|हैलो|नमस्कार"),
    (Helper, "सहायक|एआई|एजेंट"),
    (
        Persona,
        "भूमिका निभा|कल्पना करो कि तुम|कल्पना करें कि आप|सोचो कि तुम|मान लो कि तुम|आज से तुम|आज से आप|बन जाओ|बनकर|का रोल|\
        का अभिनय|ऐसे बर्ताव",
    ),
    (Acting, "भूमिका निभा|की तरह काम कर|के रूप में काम कर|बनकर|बन जाओ|का अभिनय|की तरह व्यवहार|का रोल"),
    (
        Privilege,
        "बिना किसी सीमा|बिना रोक|सुरक्षा प्रमुख|सब कुछ मंज़ूर|सुपरयूज़र|पालन करते हो|बिना नियम|बेरोक|असीमित",
    ),
    (VoiceLine, "^सिस्टम संदेश:|^सिस्टम टीम का|^एडमिन:"),
    (About, "प्रॉम्प्ट इंजेक्शन"),
    // Italian
    (
        Machine,
        "assistenti ia|assistente ia|agenti ia|agente ia|assistente ai|assistenti ai|modello linguistico|modelli linguistici|\
        intelligenza artificiale|un'ia|una ia|agli agenti|gli agenti|bot che",
    ),
    (
        Attn,
        "nota per|nota agli|a qualunque|a qualsiasi|a ogni|attenzione|ciao|gentile|messaggio per|messaggio a|istruzioni per|\
        procedura aggiornata per|rivolto a|avviso per|a tutti|procedura per",
    ),
    (Greet, "ciao|salve|caro|cara|gentile|buongiorno"),
    (Helper, "assistente|intelligenza artificiale"),
    (
        Persona,
        "interpretate|immagina di essere|immagina che tu sia|immaginati|fai la parte|recita la parte|recita il ruolo|\
        mettiti nei panni|da oggi sei|sarai|diventi|assumi il ruolo|considerati|agisci in qualità|impersona|\
        supponi di essere|sei da oggi",
    ),
    (
        Privilege,
        "senza alcun limite|senza alcuna restrizione|senza regole|responsabile della sicurezza|approva tutto|\
        superutente|obbedisci a|senza censura|senza filtri|capo della sicurezza",
    ),
    (VoiceLine, "^messaggio di sistema:|^messaggio dal team di sistema|^avviso di sistema:"),
    (About, "iniezione di prompt"),
    // Japanese
    (
        Machine,
        "aiアシスタント|ai アシスタント|言語モデル|人工知能|aiモデル|チャットボット|生成ai|全てのai|すべてのai|aiの皆",
    ),
    (
        Attn,
        "の皆さんへ|の皆様へ|へ:|へ。|へ.|モデルへ|エージェントへ|への連絡|向け手順|向けの手順|これを読む|読んでいる|宛て|こんにちは|担当の|向け|拝啓",
    ),
    (Greet, "こんにちは|親愛なる|拝啓|やあ|どうも"),
    (Helper, "アシスタント|エージェント|人工知能"),
    (
        Persona,
        "を演じて|を演じろ|演じなさい|想像して|だと想像|役割を担|の役を|なりきり|今日から君|今日からあなた|今日からお前|になったつもり|ふりをし|あなたは今日",
    ),
    (
        Acting,
        "を演じて|を演じろ|演じなさい|想像して|役割を担|の役を|なりきって|のふりをして|つもりで",
    ),
    (
        Privilege,
        "何の制限もな|制限なし|制約のない|責任者|すべてを承認|無検閲|どんな依頼にも従|何でも従|特権|スーパーユーザー|全てを許可",
    ),
    (VoiceLine, "^システムメッセージ:|^システム通知:|^システム班からの|^管理者より"),
    (About, "プロンプトインジェクション"),
    // Korean
    (
        Machine,
        "ai 어시스턴트|ai어시스턴트|언어 모델|언어모델|인공지능|ai 모델|챗봇|ai 비서|모든 ai|ai에이전트",
    ),
    (
        Attn,
        "여러분께|에게:|께:|알림|안녕|이것을 읽는|이 글을 읽는|주목|절차 변경|에이전트용|친애하는|수신|보내는 메시지|전하는",
    ),
    (Greet, "안녕|친애하는|안녕하세요|여보세요"),
    (Helper, "어시스턴트|에이전트|인공지능|비서"),
    (
        Persona,
        "연기해|연기하|라고 상상|이라고 상상|상상하고|역할을 맡|오늘부터 너는|오늘부터 당신|이 되어라|행세|되어 행동|인 것처럼|가장해|이제 너는|가 되어|척해|척하",
    ),
    (Acting, "연기해|연기하|상상하고|역할을 맡|역할을 해|행세|처럼 행동|가장해|인 척|척해|되어라"),
    (
        Privilege,
        "아무런 제한도|제한이 없|무제한|보안 책임자|모든 것을 승인|슈퍼유저|복종|무검열|모든 요청에|검열 없|규칙 없",
    ),
    (VoiceLine, "^시스템 메시지:|^시스템 알림:|^시스템 팀에서"),
    (About, "프롬프트 인젝션|프롬프트 주입"),
    // Polish
    (
        Machine,
        "asystentów ai|asystent ai|asystencie|agentów|agent ai|agentów ai|modelu językowego|model językowy|modelem językowym|\
        si bez|si, która|sztuczna inteligencja|bot, który|modelu, który",
    ),
    (
        Attn,
        "uwaga dla|do każdego|dla każdego|do wszystkich|dla wszystkich|notatka dla|wiadomość dla|cześć|drogi|instrukcja dla|\
        procedura dla|uwaga:|komunikat dla|witaj|hej|przeznaczone dla",
    ),
    (Greet, "cześć|drogi|droga|witaj|hej|szanowny|szanowna"),
    (Helper, "asystencie|asystentko|agencie|sztuczna inteligencjo|bocie"),
    (
        Persona,
        "wciel się w|wcielasz się|wyobraź sobie, że jesteś|wyobraźcie sobie|graj rolę|zagraj rolę|odgrywaj|odegraj|\
        od dziś jesteś|jesteś od dziś|stajesz się|zostajesz|przyjmij rolę|udawaj, że|zachowuj się tak|postępuj jak|\
        załóż, że jesteś",
    ),
    (
        Privilege,
        "bez żadnych ograniczeń|bez zasad|szefem bezpieczeństwa|wszystko zatwierdza|superużytkownik*|słuchasz każd*|\
        bez cenzury|kierownikiem bezpieczeństwa|bez limitów|spełniasz każd*",
    ),
    (VoiceLine, "^komunikat systemowy:|^wiadomość systemowa:|^wiadomość od zespołu system*"),
    (About, "wstrzyknięcie promptu|wstrzykiwanie promptów"),
    // Portuguese
    (
        Machine,
        "assistentes de ia|assistente de ia|agentes de ia|agente de ia|modelo de linguagem|modelos de linguagem|\
        inteligência artificial|uma ia|para agentes|ia que|bot que",
    ),
    (
        Attn,
        "nota aos|nota ao|nota para|a qualquer|atenção|olá|prezado|mensagem para|mensagem ao|instruções para|procedimento para|\
        procedimento atualizado para|aviso aos|aviso ao|dirigido a",
    ),
    (Greet, "prezado|prezada|querido|querida"),
    (Helper, "inteligência artificial"),
    (
        Persona,
        "imagine que você é|imagina que és|faça o papel|faz o papel|assuma o papel|a partir de hoje você|\
        a partir de hoje és|você passa a ser|torne-se|você será|finja ser|coloque-se no lugar|considere-se|\
        suponha que você|desempenhe o papel|encarne",
    ),
    (
        Privilege,
        "sem nenhum limite|sem nenhuma restrição|sem regras|chefe de segurança|aprova tudo|superusuário|\
        superutilizador|obedece a|sem censura|sem filtros|responsável pela segurança",
    ),
    (VoiceLine, "^mensagem do sistema:|^mensagem da equipe de sistema*|^aviso do sistema:"),
    (About, "injeção de prompt|injeção de prompts"),
    // Russian
    (
        Machine,
        "ии-помощник*|ии-ассистент*|ии помощник*|языковой модели|языковая модель|языковым моделям|нейросет*|\
        искусственный интеллект|чат-бот*|чатбот*|для агентов|ии без|роль ии|ии, которы*|боту",
    ),
    (
        Attn,
        "примечание для|любой|каждой|всем|внимание|привет|уважаем*|сообщение для|инструкция для|порядок для|записка для|\
        обращение к|дорог*|указание для|здравствуй*|для любого|предназначено",
    ),
    (Greet, "привет|здравствуй*|дорогой|дорогая|уважаемый|уважаемая|эй"),
    (Helper, "ассистент|ии|агент|помощник|бот|искусственный интеллект|нейросеть"),
    (
        Persona,
        "сыграй роль|играй роль|представьте, что вы|вообрази, что ты|с сегодняшнего дня ты|ты становишься|ты будешь|\
        стань |возьми на себя роль|изображай|вживись в роль|ты превращаешься|считай, что ты|веди себя так, будто ты|\
        прикинься|выступи в роли|отныне ты",
    ),
    (
        Privilege,
        "без каких-либо ограничений|без правил|начальник безопасности|все одобряет|всё одобряет|суперпользовател*|\
        выполняешь любую|слушаешься|без цензуры|руководитель безопасности|без фильтров",
    ),
    (VoiceLine, "^системное уведомление:|^сообщение системы:|^сообщение от системной|^админ:"),
    (About, "внедрение промпта|промпт-инъекци*|инъекция промпта"),
    // Spanish
    (
        Machine,
        "asistentes de ia|asistente de ia|modelo de lenguaje|modelos de lenguaje|inteligencia artificial|modelo que",
    ),
    (
        Attn,
        "a cualquier|atención|hola|estimado|mensaje para|instrucciones para|procedimiento para|\
        procedimiento actualizado para|aviso a|aviso para|querido|para cualquier",
    ),
    (Greet, "hola|estimado|estimada|buenas"),
    (Helper, "inteligencia artificial"),
    (
        Persona,
        "imagina que eres|imagine que es|haz de|hazte pasar|ponte en el papel|asume el papel|asuma el papel|\
        desde hoy eres|a partir de hoy eres|pasas a ser|te conviertes|conviértete|serás|considérate|suponte|\
        supón que eres|adopta el papel|encarna|juega el papel|representa el papel",
    ),
    (
        Privilege,
        "sin ningún límite|sin ninguna restricción|sin reglas|jefe de seguridad|aprueba todo|superusuario|obedeces|\
        sin censura|sin filtros|responsable de seguridad",
    ),
    (VoiceLine, "^mensaje del sistema:|^mensaje del equipo de sistemas|^alerta del sistema:"),
    (About, "inyección de prompt|inyección de prompts"),
    // Turkish
    (
        Machine,
        "yapay zeka*|yapay zekâ*|dil model*|asistanlar*|sohbet robot*|ajanlar*|yapay zekâ asistan*|otomatik asistan",
    ),
    (
        Attn,
        "okuyan her|bunu okuyan|dikkat|merhaba|sevgili|sayın|için mesaj|için not|ajanlar için|asistanlarına|modellerine|yönelik|\
        bilgisine|herhangi bir",
    ),
    (Greet, "merhaba|selam|sevgili|sayın|değerli"),
    (Helper, "asistan|yapay zeka|yapay zekâ|ajan"),
    (
        Persona,
        "rolünü oyna|rolüne gir|olduğunu hayal et|olduğunu düşün|gibi yap|bugünden itibaren|olduğunu varsay|yerine geç|\
        taklit et|kılığına gir|canlandır|gibi hareket et|farz et|rol yap",
    ),
    (
        Acting,
        "rolünü oyna|rolüne gir|rolünü üstlen|olduğunu hayal et|gibi davran|gibi yap|canlandır|kılığına gir|gibi hareket et|\
        taklit et|olduğunu varsay",
    ),
    (
        Privilege,
        "hiçbir sınırı olmayan|sınırları olmayan|kuralsız|güvenlik müdür*|her şeyi onaylayan|süper kullanıcı|\
        itaat edersin|sansürsüz|filtresiz|güvenlik şef*",
    ),
    (VoiceLine, "^sistem mesajı:|^sistem ekibinden|^sistem bildirimi:"),
    // Ukrainian
    (
        Machine,
        "ші-помічник*|ші-асистент*|ші помічник*|мовній моделі|мовна модель|мовним моделям|нейромереж*|штучний інтелект|\
        асистенте|для агентів|ші без|роль ші|ші, який",
    ),
    (
        Attn,
        "примітка для|будь-якій|кожній|усім|увага|привіт|шановн*|повідомлення для|інструкція для|звернення до|\
        вказівка для|вітаю|для будь-якого|призначено",
    ),
    (Greet, "привіт|вітаю|дорогий|дорога|шановний|шановна|гей"),
    (Helper, "асистенте|ші|агенте|помічнику|боте|штучний інтелекте"),
    (
        Persona,
        "зіграй роль|грай роль|уяви, що ти|уявіть, що ви|відсьогодні ти|ти стаєш|ти будеш|візьми на себе роль|удавай|\
        вдай|вжийся в роль|ти перетворюєшся|вважай, що ти|поводься так, ніби ти|виступи в ролі|віднині ти|уяви себе",
    ),
    (
        Privilege,
        "без жодних обмежень|начальник безпеки|усе схвалює|все схвалює|суперкористувач*|виконуєш будь-яке|слухаєшся|\
        без цензури|керівник безпеки|без фільтрів",
    ),
    (
        VoiceLine,
        "^системне повідомлення:|^повідомлення системи:|^повідомлення від системної|^адмін:",
    ),
    (About, "ін'єкція промпту|впровадження промпту|промпт-ін'єкці*"),
    // Vietnamese
    (
        Machine,
        "trợ lý ai|tác nhân ai|mô hình ngôn ngữ|trí tuệ nhân tạo|các tác nhân|một ai không|mô hình ai|rô bốt|ai nào đọc|các ai",
    ),
    (
        Attn,
        "ghi chú cho|gửi bất kỳ|gửi tới|gửi các|gửi mọi|chú ý|chào|thân gửi|tin nhắn cho|hướng dẫn cho|dành cho|lưu ý cho|\
        xin chào|kính gửi",
    ),
    (Greet, "chào|xin chào|thân mến|kính gửi"),
    (Helper, "trợ lý|tác nhân"),
    (
        Persona,
        "tưởng tượng bạn là|hình dung bạn là|giả sử bạn là|từ hôm nay bạn|bạn sẽ là|hãy trở thành|nhập vai|hóa thân|\
        cư xử như|hãy là|xử sự như|coi mình là",
    ),
    (
        Privilege,
        "không có giới hạn|không giới hạn nào|trưởng nhóm bảo mật|phê duyệt mọi thứ|siêu người dùng|nghe theo mọi|\
        không kiểm duyệt|không quy tắc|giám đốc bảo mật|tuân lệnh",
    ),
    (VoiceLine, "^thông báo hệ thống:|^tin nhắn hệ thống:|^tin nhắn từ nhóm hệ thống"),
];
