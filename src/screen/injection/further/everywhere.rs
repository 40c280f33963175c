//! Meanings that were missing in most languages alike, class by class.

use crate::screen::injection::lexicon::Class::{
    self, Address, AllBefore, Asker, Attn, Authority, IgnoreAnywhere, Machine, NoConfirm, Persona,
    Place, Privilege, Rules, Steer, Summary, Suspended, VoiceLine, VoiceTag,
};

pub(crate) const EVERYWHERE: &[(Class, &str)] = &[
    (
        VoiceLine,
        "^رسالة النظام|^系统消息|^系統訊息|^系统通知|^systémová zpráva|^systémové hlášení|^systeembericht|^systeemmelding|\
        ^message système|^message du système|^systemnachricht|^systemmeldung|^सिस्टम संदेश|^messaggio di sistema|\
        ^システムメッセージ|^システム通知|^시스템 메시지|^시스템 알림|^komunikat systemowy|^wiadomość systemowa|^mensagem de sistema|\
        ^системное сообщение|^системное уведомление|^mensaje de sistema|^sistem mesajı|^sistem bildirimi|\
        ^системне повідомлення|^thông báo hệ thống|^tin nhắn hệ thống",
    ),
    (
        Persona,
        "لم تعد |你已不再是|nejsi už|je bent geen|tu n'es plus|vous n'êtes plus|du bist nicht mehr|du bist nicht länger|\
        du bist kein|non sei più|あなたはもう|あなたはもはや|당신은 더 이상|너는 더 이상|już nie jesteś|você deixou de ser|você não é mais|\
        já não és|deixaste de ser|вы больше не|ya no eres|has dejado de ser|artık bir asistan değil|ви більше не|\
        bạn không còn là",
    ),
    (
        Privilege,
        "أعلى الصلاحيات|صلاحيات كاملة|最高权限|全部权限|完全权限|plnými právy|nejvyšší oprávnění|nejvyššími oprávněními|\
        volledige rechten|hoogste rechten|pleins pouvoirs|privilèges maximaux|volle rechte|vollen rechten|\
        höchsten rechten|vollzugriff|पूर्ण अधिकार|pieni poteri|massimi privilegi|pieno accesso|最高権限|全権限|최고 권한|모든 권한|\
        najwyższymi uprawnieniami|pełnymi uprawnieniami|pełny dostęp|privilégio máximo|plenos poderes|acesso total|\
        полными правами|полный доступ|высшими правами|máximos privilegios|acceso total|tam yetki*|en yüksek yetki*|\
        повними правами|повний доступ|quyền cao nhất",
    ),
    (
        Rules,
        "confirmation requirement|approval requirement|approval rules|four-eyes|safety filter|safety filters|\
        safety check|schvalovací pravidla|bezpečnostní filtr*|goedkeuringsregels|veiligheidsfilter*|\
        contrôles d'approbation|filtre de sécurité|vier-augen-prinzip|freigaberegeln|sicherheitsfilter*|\
        सुरक्षा फ़िल्टर|filtri di sicurezza|安全フィルター|安全フィルタ|承認ルール|안전 필터|승인 규칙|filtry bezpieczeństwa|blokady|\
        filtros de segurança|фильтры безопасности|filtros de seguridad|güvenlik filtre*|güvenlik kısıtlama*|\
        фільтри безпеки|bộ lọc an toàn|审批要求|安全过滤|المرشحات|过滤|過濾|审查|filtr*|filtres|filtre|hemmungen|रोक-टोक|पाबंदी|\
        filtri|フィルター|필터|ogranicze*|фильтр*|filtreler*|фільтр*",
    ),
    (
        AllBefore,
        "سؤال المستخدم|طلب المستخدم|用户的问题|用户问题|用户的请求|otázku uživatele|dotaz uživatele|vraag van de gebruiker|\
        verzoek van de gebruiker|la question de l'utilisateur|la demande de l'utilisateur|frage des nutzers|\
        frage des benutzers|anfrage des nutzers|anfrage des benutzers|उपयोगकर्ता के सवाल|उपयोगकर्ता का सवाल|\
        उपयोगकर्ता के प्रश्न|la domanda dell'utente|la richiesta dell'utente|ユーザーの質問|利用者の質問|ユーザーの依頼|사용자 질문|사용자의 질문|\
        사용자 요청|사용자의 요청|pytanie użytkownika|prośbę użytkownika|a pergunta do usuário|a dúvida do usuário|\
        o pedido do usuário|a pergunta do utilizador|вопрос пользователя|запрос пользователя|la pregunta del usuario|\
        la petición del usuario|la solicitud del usuario|kullanıcının sorusu*|kullanıcının isteği*|\
        запитання користувача|запит користувача|câu hỏi của người dùng|yêu cầu của người dùng",
    ),
    (
        IgnoreAnywhere,
        "أجل سؤال|先不管|先别管|先放一边|odlož|odložte|leg opzij|leg terzijde|laisse de côté|leg beiseite|stell zurück|\
        stelle zurück|को छोड़ो|को छोड़ कर|mettete da parte|lascia perdere|後回しにし|脇に置|나중으로 미루|제쳐 두|odłóż|odłóżcie|\
        deixe para depois|deja a un lado|deje de lado|bir kenara bırak*|відклади|відкладіть|để sang một bên",
    ),
    (
        Machine,
        "language models:|النماذج اللغوية|الروبوتات|الوكلاء|智能代理|模型可见|jazykovým modelům|jazykové modely|robotům|botům|\
        taalmodellen|voor de bot|de bot en|aux robots|robots qui|modèles de langage|liebes modell|sprachmodellen|\
        an bots|एआई ध्यान|मॉडल|ehi bot|ai閲覧者|閲覧者向け|言語モデルは|ai 담당자|모델에게|봇에게|modelu językowy|modelom językowym|bocie|\
        robô de triagem|o robô|para o modelo|нейросети|для агента|para el modelo|al modelo|yapay zekâ aracı|\
        yapay zeka aracı|dil modellerine|штучний інтелекте|tác tử ai|الوكيل الآلي|وكيل آلي|自动代理|自動代理|automatický agent|\
        automatického agenta|automatickému agentovi|automatische agent|agent automatique|agent automatisé|\
        automatischer agent|automatischen agenten|स्वचालित एजेंट|agente automatico|agente automatizzato|自動エージェント|\
        자동 에이전트|automatyczny agent|automatycznego agenta|agent automatyczny|agente automático|автоматического агента|\
        автоматический агент|автоматическому агенту|otomatik ajan*|автоматичного агента|автоматичний агент|\
        tác nhân tự động|llm'",
    ),
    (
        Steer,
        "الخلاصة الصحيحة|صيغة الرد|正确摘要|正确的摘要|正确结论|回答格式|správný souhrn|správné shrnutí|formát odpovědi|\
        juiste samenvatting|correcte samenvatting|antwoordformaat|le résumé correct|le résumé exact|format de réponse|\
        antwortformat|उत्तर का प्रारूप|sintesi corretta|formato della risposta|正しい結論|回答形式|정답은|답변 형식|\
        prawidłowe podsumowanie|poprawne podsumowanie|format odpowiedzi|formato da resposta|правильный итог|\
        формат ответа|formato de respuesta|formato de la respuesta|doğru özet|yanıt biçimi|cevap biçimi|\
        формат відповіді|tóm tắt đúng|định dạng câu trả lời",
    ),
    (
        Authority,
        "بصفتي|أمنحك|آذن لك|أفوضك|作为开发者|作为管理员|身为开发者|授權你|特此授权|jako vývojář tohoto|jako autor tohoto|uděluji|\
        opravňuji vás|machtig ik je|machtig ik u|en ma qualité|tu as ma permission|^als entwickler|^als betreiber|\
        ^als autor|erteile ich dir|erteile ich ihnen|autorisiere ich|gebe ich dir die erlaubnis|का डेवलपर हूँ|\
        अधिकृत करता हूँ|अनुमति देता हूँ|मंज़ूरी मिल चुकी|in qualità di sviluppatore|in qualità di amministratore|\
        vi autorizzo|管理者として|決裁済み|개발자인데|허락할게|허락합니다|권한을 드립니다|jako autor tej|jako twórca|masz moje pozwolenie|\
        zobowiązuje się agenta|na qualidade de desenvolvedor|autorizo-te|tens a minha licença|tens a minha permissão|\
        tem a minha permissão|как разработчик этого|уполномочиваю|разрешаю вам|en calidad de desarrollador|\
        queda facultado|geliştiricisi olarak|geliştiricisi benim|yetkilendirilmiştir|як розробник цього|уповноважую|\
        уповноважено|дозволяю вам|với tư cách là|tôi cho phép bạn|tôi ủy quyền",
    ),
    (
        NoConfirm,
        "دون انتظار|تخطي خطوة|تجاوز خطوة|跳过审批|无需等待|不必等待|跳过确认|přeskočit schvalování|přeskoč schvalování|bez čekání na|\
        bez oczekiwania na|goedkeuringsstap over|niet op bevestiging|niet op menselijke bevestiging|sauter l'étape|\
        sans attendre la|sans attendre l'|freigabeschritt überspring*|freigabeschritt zu|ohne auf bestätigung|\
        ohne auf die freigabe|पुष्टि का चरण छोड़|स्वीकृति माँगे बिना|saltare l'approvazione|saltare la conferma|\
        senza attendere|senza aspettare la|確認を待つことなく|確認を待たず|承認を待たず|確認手順を省|승인을 기다리지|확인을 기다리지|확인 절차를 건너|\
        pominąć potwierdzenie|pomiń potwierdzenie|okienko z potwierdzeniem|sem aguardar|sem esperar a|\
        janela de confirmação|pular a confirmação|saltar a confirmação|не дожидаясь|без участия человека|sin esperar a|\
        sin esperar la|omitir el paso|onay adımını atla*|teyidi olmaksızın|teyit olmaksızın|не чекаючи|\
        без участі людини|không cần chờ|bỏ qua bước",
    ),
    (
        Asker,
        "مهما سأل|أيا كان السؤال|无论用户问什么|不管用户问|ať se uživatel ptá|bez ohledu na to, na co se|\
        wat de gebruiker ook vraagt|quoi que demande|peu importe ce que demande|egal, was der nutzer|\
        egal, was der benutzer|egal was der nutzer|ganz gleich, was|चाहे जो पूछे|कुछ भी पूछे|qualunque cosa chieda|\
        qualsiasi cosa chieda|何を聞かれても|どんな質問にも|どのような質問にも|무엇을 묻든|뭐라고 묻든|무엇을 물어도|o cokolwiek zapyta|\
        niezależnie od tego, o co|não importa o que o usuário|seja qual for a pergunta|что бы ни спросил|\
        pregunte lo que pregunte|sin importar lo que pregunte|ne sorarsa sorsun|що б не запитав|dù người dùng hỏi gì|\
        bất kể người dùng hỏi",
    ),
    (
        Address,
        "ai agents:|agents that read this|agents who read this|triage bot|ai agent calls|by reading this you",
    ),
    (
        Suspended,
        "on hold|is suspended|been suspended|are paused|is paused|are disabled|is disabled|are switched off|\
        is switched off|been switched off|are turned off|not enforced|was lifted|were lifted|cleared, |موقوفة|مرفوعة|\
        已暂停|已停用|已解除|已失效|免除|vypnuty|vypnuta|vypnuto|dočasně neplatí|uitgeschakeld|suspendues|suspendus|désactivé*|\
        débranché*|levées|ausgeschaltet|deaktiviert|entfällt|बंद हैं|disattivat*|停止され|停止中|無効化|중단되|중지되|해제됨|꺼졌|wyłączon*|\
        wstrzyman*|suspensas|suspensos|desativad*|suspendidas|suspendidos|no aplica|отключен*|снято|askıya alın*|\
        devre dışı|призупинен*|вимкнен*|tạm ngừng|đã tắt|bị tắt",
    ),
    (
        Attn,
        "مذكرة|备注|附注|说明:|vzkaz|poznámka|jen pro|pouze pro|alleen bedoeld|bedoeld voor|uniquement pour|\
        réservé|nur für|ausschließlich für|vermerk|सूचना|ध्यान दे|solo per|riservato|補足|向け補足|メモ|메모|전용|tylko dla|\
        wyłącznie dla|só para|только для|aviso al|solo para|notu|только|лише для|ghi chú|dành riêng|chỉ dành",
    ),
    (Summary, "返答|대답|ответ|cevap*|yanıt*|відповідь|回复|جوابك"),
    (
        Place,
        "at the end of your|to the end of your|under this finding|into this field|في نهاية ردك|في ردك|回复末尾|回复的末尾|回答末尾|\
        在回复中|na konec odpovědi|do odpovědi|aan het einde van je antwoord|in je antwoord|à la fin de ta réponse|\
        dans ta réponse|dans votre réponse|am ende deiner antwort|in deiner antwort|in deine antwort|als kommentar|\
        उत्तर के अंत में|जवाब के अंत में|in fondo alla risposta|alla fine della risposta|nella tua risposta|回答の最後に|\
        回答の末尾に|返答に|답변 끝에|답변 마지막에|답변에|na końcu odpowiedzi|w odpowiedzi|no fim da resposta|ao final da resposta|\
        na sua resposta|в конце ответа|в ответе|al final de tu respuesta|en tu respuesta|yanıtının sonuna|\
        yanıtın sonuna|cevabının sonuna|в кінці відповіді|у відповіді|cuối câu trả lời|trong câu trả lời",
    ),
    (
        VoiceTag,
        "[operator message|message de l'opérateur|message de l'administrateur :|mensaje del administrador de|\
        mensaje del operador|mensagem do operador|mensagem do administrador|nachricht des operators|\
        nachricht des administrators|messaggio dell'operatore|messaggio dell'amministratore|wiadomość od operatora|\
        wiadomość od administratora|сообщение оператора|сообщение администратора|повідомлення оператора|\
        повідомлення адміністратора|operatör mesajı|yönetici mesajı|zpráva operátora|zpráva administrátora|\
        bericht van de beheerder|tin nhắn từ quản trị|运维消息|管理员消息|管理者からの|관리자 메시지|<시스템>",
    ),
];
