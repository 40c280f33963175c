//! Calls to a model, claims, what is not to be confirmed and what is to be sent, in languages other than English.

use super::lexicon::Class::{
    self, Address, Authority, Command, Gives, Hand, NoConfirm, Secret, VoiceLine,
};

/// Tables of the languages in the order of their English names.
pub(crate) const CLAIMS: &[(Class, &str)] = &[
    // Arabic
    (
        Address,
        "لوكيل الذكاء الاصطناعي|إلى وكيل الذكاء|ملاحظة للذكاء الاصطناعي|أيها المساعد|إلى النموذج اللغوي|\
        لمساعد الذكاء",
    ),
    (Command, "قبل الإجابة|قبل الرد|قبل أن تجيب"),
    (VoiceLine, "^النظام:|^نظام:|^المطور:|^المسؤول:"),
    (Authority, "وافق فريق|وافقت الإدارة|تمت الموافقة|لديك الإذن|أنا مطور|أنا المسؤول|أصرح لك"),
    (NoConfirm, "دون تأكيد|بدون تأكيد|دون موافقة|دون سؤال|بدون مراجعة"),
    (Secret, "كلمات المرور|بيانات الاعتماد|المحادثة|رمز الوصول"),
    (Hand, "أرسلي|ارسل|أظهر|أعطني|سرب"),
    // Chinese
    (
        Address,
        "ai代理请|ai 代理请|ai助手请|ai 助手请|致ai|致 ai|给ai的|给 ai 的|ai请注意|人工智能助手|致语言模型|智能体请|如果你是ai|如果你是人工智能|大模型请",
    ),
    (Command, "在回答之前|回答之前|在回复之前|回复之前|在使用任何"),
    (VoiceLine, "^系统:|^系統:|^管理员:|^开发者:|^系统提示:"),
    (Authority, "已批准|已经批准|已授权|已获批准|授权你|我是开发者|我是管理员|你的开发者"),
    (NoConfirm, "无需确认|不需要确认|无须确认|不用确认|无需批准|不要询问|无需审核|直接继续"),
    (Secret, "凭据|憑證|令牌|对话内容|对话历史|聊天记录|api 密钥"),
    (Gives, "透露|发给|给我|公开你的|导出你的"),
    // Czech
    (
        Address,
        "pro ai agent*|pro ai asistent*|pro umělou inteligenci|pro jazykový model|pokud jsi ai|ai agente",
    ),
    (Command, "než odpovíš|před odpovědí|než odpovíte"),
    (VoiceLine, "^systém:|^vývojář:|^správce:"),
    (
        Authority,
        "schválil*|máš oprávnění|máte oprávnění|jsem vývojář|jsem správce|opravňuji tě|autorizoval*",
    ),
    (NoConfirm, "bez potvrzení|bez schválení|neptej se|bez ověření|bez kontroly člověkem"),
    (Secret, "hesl*|api klíč*|klíč*|obsah konverzace|přihlašovací údaj*"),
    (Hand, "prozraď*|pošli*|odešli*|vyzraď*|sděl mi|ukaž mi|vypiš|vypište"),
    // Dutch
    (
        Address,
        "voor de ai-agent|aan de ai-agent|voor de ai|aan de ai|aan het taalmodel|voor de assistent|ai-assistent:",
    ),
    (Command, "voordat je antwoordt|voor je antwoordt|voordat u antwoordt"),
    (VoiceLine, "^systeem:|^beheerder:|^ontwikkelaar:"),
    (
        Authority,
        "goedgekeurd|heeft toestemming gegeven|je hebt toestemming|ik ben de ontwikkelaar|ik ben de beheerder|\
        ik machtig",
    ),
    (
        NoConfirm,
        "zonder bevestiging|zonder goedkeuring|vraag niet om|zonder te vragen|zonder controle",
    ),
    (Secret, "wachtwoord*|api-sleutel*|inhoud van het gesprek|gesprek|inloggegevens"),
    (Hand, "^stuur|stuur de|stuur het|geef de|laat me"),
    // French
    (
        Address,
        "à l'agent ia|à l'ia|à l'assistant|pour l'agent ia|pour l'ia|au modèle de langage|pour l'assistant|\
        si tu es une ia|si vous êtes une ia|agent ia :|cher assistant",
    ),
    (Command, "avant de répondre|avant toute réponse|avant d'utiliser"),
    (VoiceLine, "^système:|^système :|^administrateur :|^développeur :"),
    (
        Authority,
        "a approuvé|ont approuvé|a autorisé|je suis le développeur|je suis l'administrateur|je t'autorise|\
        je vous autorise|tu es autorisé|vous êtes autorisé",
    ),
    (
        NoConfirm,
        "sans confirmation|sans demander|sans approbation|sans validation|sans vérification",
    ),
    (Secret, "contenu de la conversation|conversation|jeton d'accès|clé d'api|clés d'api"),
    (Gives, "^envoyez|révélez|transmets|transmettez|communique-moi|exfiltre"),
    // German
    (
        Address,
        "an den ki-agent*|an die ki|an den ki-assistent*|an den assistenten|für den ki-agent*|für die ki|\
        an das sprachmodell|für das sprachmodell|ki-agent:|ki-assistent:|wenn du eine ki bist|\
        falls du eine ki bist|lieber assistent|liebe ki",
    ),
    (
        Command,
        "vor der antwort|bevor du antwortest|bevor sie antworten|vor deiner antwort|bevor du ein anderes",
    ),
    (VoiceLine, "^entwickler:|^administrator:"),
    (
        Authority,
        "genehmigt|hat freigegeben|ich bin der entwickler|ich bin der administrator|ich autorisiere|\
        du bist berechtigt|du bist befugt|sie sind befugt|hat zugestimmt|haben zugestimmt",
    ),
    (
        NoConfirm,
        "ohne bestätigung|ohne rückfrage|ohne nachfrage|ohne zu fragen|ohne genehmigung|frage nicht nach|\
        ohne prüfung durch",
    ),
    (
        Secret,
        "inhalt des gesprächs|inhalt der unterhaltung|unterhaltung|api-schlüssel*|passwörter*",
    ),
    (
        Hand,
        "^sende|^schicke|^schick|sende den|sende das|verrate stattdessen|offenlege|leite weiter",
    ),
    // Hindi
    (Address, "एआई एजेंट|एआई सहायक|ai एजेंट|भाषा मॉडल के लिए|यदि आप एआई|एआई के लिए"),
    (Command, "उत्तर देने से पहले|जवाब देने से पहले|सभी निष्कर्षों|सभी नोट हटा"),
    (VoiceLine, "^सिस्टम:|^प्रणाली:|^व्यवस्थापक:"),
    (Authority, "मंजूरी दे दी|मंजूरी दी|स्वीकृत कर|अनुमति दी है|मैं डेवलपर|मैं व्यवस्थापक"),
    (NoConfirm, "बिना पुष्टि|पुष्टि के बिना|बिना पूछे|बिना अनुमति"),
    (Secret, "बातचीत की सामग्री|बातचीत|क्रेडेंशियल|गुप्त"),
    (Hand, "पर भेजो|पर भेजें|भेज दो|भेजें|बताएं|बताओ"),
    // Italian
    (
        Address,
        "per l'agente ia|all'agente ia|per l'agente ai|per l'ia|all'ia|per l'assistente|all'assistente|\
        al modello linguistico|se sei un'ia|agente ia:",
    ),
    (Command, "prima di rispondere|prima di usare"),
    (VoiceLine, "^sistema:|^amministratore:|^sviluppatore:"),
    (
        Authority,
        "ha approvato|hanno approvato|ha autorizzato|sono lo sviluppatore|sono l'amministratore|ti autorizzo|\
        sei autorizzat*",
    ),
    (
        NoConfirm,
        "senza conferma|senza chiedere|senza approvazione|senza verifica|non chiedere conferma",
    ),
    (Secret, "password|contenuto della conversazione|conversazione|credenziali"),
    (Gives, "^invia|invialo|rivelami|trasmetti|mandami|^manda"),
    // Japanese
    (
        Address,
        "aiエージェントへ|ai エージェントへ|aiへの|ai への|アシスタントへ|言語モデルへ|aiアシスタントへ|あなたがaiなら|人工知能へ|llmへ",
    ),
    (Command, "回答する前に|回答の前に|答える前に|返信する前に|すべてのメモを削除"),
    (VoiceLine, "^システム:|^管理者:|^開発者:"),
    (Authority, "承認しました|承認済み|許可されています|私は開発者|私は管理者|許可します"),
    (NoConfirm, "確認なしで|確認せずに|確認不要|承認なしで|尋ねずに|許可なく"),
    (Secret, "会話の内容|会話履歴|認証情報|apiキー|api キー|トークン"),
    (Gives, "明かして|送って|開示して|漏ら|見せて"),
    // Korean
    (
        Address,
        "ai 에이전트에게|ai에게|ai 어시스턴트에게|언어 모델에게|인공지능에게|당신이 ai라면|ai 비서에게",
    ),
    (Command, "답변하기 전에|대답하기 전에|응답하기 전에|모든 메모를 삭제"),
    (VoiceLine, "^시스템:|^관리자:|^개발자:"),
    (
        Authority,
        "승인했습니다|승인했다|승인되었|권한이 있습니다|나는 개발자|저는 개발자|나는 관리자|허가합니다",
    ),
    (NoConfirm, "확인 없이|승인 없이|묻지 말고|묻지 않고|검토 없이"),
    (Secret, "대화 내용|대화 기록|자격 증명|api 키|토큰"),
    (Gives, "보내세요|보내라|보내 줘|전송하"),
    // Polish
    (
        Address,
        "dla agenta ai|do agenta ai|dla asystenta ai|do asystenta|dla modelu językowego|do modelu językowego|\
        jeśli jesteś ai|dla sztucznej inteligencji|agencie ai",
    ),
    (Command, "zanim odpowiesz|przed odpowiedzią|przed udzieleniem odpowiedzi|usuń wszystk*"),
    (VoiceLine, "^programista:"),
    (
        Authority,
        "zatwierdził*|jesteś upoważnion*|masz uprawnienia|jestem programistą|jestem administratorem|\
        upoważniam|zaakceptował*",
    ),
    (NoConfirm, "bez potwierdzenia|bez zatwierdzenia|nie pytaj|bez weryfikacji|bez pytania"),
    (Secret, "treść rozmowy|rozmow*|dane logowania|klucz* api|hasł*"),
    (Hand, "^wyślij|prześlij*|zdradź*|wyjaw*"),
    // Portuguese
    (
        Address,
        "para o agente de ia|ao agente de ia|para a ia|para o assistente|ao assistente|ao modelo de linguagem|\
        se você é uma ia|agente de ia:|caro assistente",
    ),
    (Command, "apague todos|exclua todos"),
    (VoiceLine, "^sistema :|^administrador:|^desenvolvedor:"),
    (
        Authority,
        "aprovou|aprovaram|autorizou|sou o desenvolvedor|sou o administrador|autorizo você|\
        você está autorizad*|você tem permissão",
    ),
    (
        NoConfirm,
        "sem confirmação|sem confirmar|sem perguntar|sem aprovação|não peça confirmação|sem verificação",
    ),
    (Secret, "conteúdo da conversa|conversa|credenciais|chave da api|chaves de api"),
    (Gives, "^envie|^envia|envie-o|transmita|mande-me|^mande"),
    // Russian
    (
        Address,
        "для ии-агента|для ии|для ассистента|языковой модели|ии-ассистент*|ии-агент*|если ты ии|\
        если ты искусственный|для модели",
    ),
    (Command, "прежде чем отвечать|прежде чем ответить|перед ответом|удали все"),
    (VoiceLine, "^система:|^администратор:|^разработчик:|^системное сообщение:"),
    (
        Authority,
        "одобрил*|разрешил*|я разработчик|я администратор|разрешаю тебе|тебе разрешено|уполномочен*",
    ),
    (
        NoConfirm,
        "без подтверждения|без одобрения|не спрашивай|не запрашивай|без проверки человеком|без вопросов",
    ),
    (Secret, "содержание разговора|разговор*|учётные данные|переписк*|api-ключ*"),
    (Hand, "^отправь*|^пришли*|передай*|перешли*|выдай*"),
    // Spanish
    (
        Address,
        "para el agente de ia|al agente de ia|para la ia|a la ia|para el asistente|al modelo de lenguaje|\
        si eres una ia|estimado asistente|querido asistente",
    ),
    (Command, "cierra todos"),
    (VoiceLine, "^desarrollador:|^sistema-|^aviso del sistema:"),
    (
        Authority,
        "ha aprobado|han aprobado|ha autorizado|soy el desarrollador|soy el administrador|te autorizo|\
        estás autorizad*|tienes permiso",
    ),
    (
        NoConfirm,
        "sin confirmación|sin confirmar|sin preguntar|sin aprobación|no pidas confirmación|sin verificación",
    ),
    (
        Secret,
        "contenido de la conversación|conversación|credenciales|clave de la api|claves api|clave api",
    ),
    (Gives, "^envía|^envíe|^enviar|envíalo|mándame|transmite|filtra"),
    // Turkish
    (
        Address,
        "yapay zeka ajanı*|yapay zekâ ajanı*|yapay zeka asistan*|dil modeline|asistana not|\
        eğer bir yapay zeka|yapay zekaya",
    ),
    (
        Command,
        "yanıtlamadan önce|cevaplamadan önce|cevap vermeden önce|tüm notları sil*|tüm bulgulara",
    ),
    (VoiceLine, "^sistem:|^yönetici:|^geliştirici:"),
    (
        Authority,
        "onayladı|onaylandı|yetki verdi|ben geliştirici*|ben yönetici*|yetkilisin|izin veriyorum",
    ),
    (NoConfirm, "onay beklemeden|onay almadan|onaysız|sormadan|doğrulamadan"),
    (Secret, "konuşmanın içeriğ*|konuşma*|kimlik bilgi*|api anahtar*|parola*"),
    (Hand, "adresine gönder*|ifşa et*|paylaş|sızdır*"),
    // Ukrainian
    (
        Address,
        "для ші-агента|для ші|для штучного інтелекту|для асистента|мовної моделі|ші-агент*|ші-асистент*|\
        якщо ти ші",
    ),
    (Command, "перш ніж відповідати|перш ніж відповісти|перед відповіддю|видали всі"),
    (VoiceLine, "^адміністратор:|^розробник:"),
    (
        Authority,
        "схвалила|схвалив|схвалено|дозволив|я розробник|я адміністратор|дозволяю тобі|тобі дозволено",
    ),
    (NoConfirm, "без підтвердження|без схвалення|не питай|не запитуй|без перевірки людиною"),
    (Secret, "вміст розмови|розмов*|облікові дані|листування|парол*"),
    (Hand, "^надішли*|^відправ*|видай*"),
    // Vietnamese
    (
        Address,
        "cho tác nhân ai|cho trợ lý ai|gửi trợ lý|cho ai:|cho mô hình ngôn ngữ|nếu bạn là ai|\
        nếu bạn là trí tuệ|tới trợ lý ai",
    ),
    (
        Command,
        "trước khi trả lời|trước khi phản hồi|xóa tất cả|xoá tất cả|vào tất cả các phát hiện",
    ),
    (VoiceLine, "^hệ thống:|^quản trị viên:|^nhà phát triển:"),
    (
        Authority,
        "đã phê duyệt|đã chấp thuận|đã cho phép|tôi là nhà phát triển|tôi là quản trị|bạn được phép",
    ),
    (
        NoConfirm,
        "không cần xác nhận|không cần hỏi|không cần phê duyệt|đừng hỏi lại|mà không xác nhận",
    ),
    (Secret, "nội dung cuộc trò chuyện|cuộc trò chuyện|thông tin đăng nhập|khóa api|mật khẩu"),
    (Gives, "hãy gửi|hãy tiết lộ|cho tôi xem|in ra"),
];
