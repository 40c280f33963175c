//! Who orders and who has agreed, in languages other than English.

use super::lexicon::Class::{self, Agreed, Office, Ordering, SelfClaim};

/// Tables of the languages in the order of their English names.
pub(crate) const CLAIMANTS: &[(Class, &str)] = &[
    // Arabic
    (SelfClaim, "أنا|معكم|بصفتي|نحن"),
    (
        Office,
        "مسؤول|المسؤول|مشغلكم|مشغلك|مطورك|مطوركم|صاحب|مديرك|المدير|رئيس القسم|المالك|الإدارة|صانعك|مدير الأمن|\
        قائد الفريق|فريق الأمن|العميل|مطوروك|صانعوك",
    ),
    (Agreed, "وافقت|اعتمد|لا يمانع|أعطى الإذن"),
    (Ordering, "آمركم|أطلب منك بصفتي|أطالبكم|أطالبك|أطلب منكم|أصر على"),
    // Chinese
    (SelfClaim, "我是|本人是|我们是|这里是|身为"),
    (
        Office,
        "管理员|运营人员|运营者|开发者|创建者|所有者|主管|经理|负责人|领导|老板|部门主管|安全团队|管理层|总监|制造者|管理員",
    ),
    (Agreed, "同意了|同意|批准了|批准|点头|认可|放行|没有意见|许可了|审批通过"),
    (Ordering, "我命令你|命令你|我要求你作为|我要求"),
    // Czech
    (SelfClaim, "jsem|já jsem|jsme|tady|zde|jako"),
    (
        Office,
        "správc*|operátor*|provozovatel*|vývojář*|tvůrc*|vlastník*|vedoucí*|ředitel*|šéf*|nadřízen*|majitel*|administrátor*|\
        bezpečnostní tým|manažer*|výrobc*",
    ),
    (
        Agreed,
        "souhlasí|souhlasil*|schválil*|svolil*|povolil*|odsouhlasil*|nemá námitky|posvětil*|potvrdil*",
    ),
    (
        Ordering,
        "ti nařizuji|ti přikazuji|přikazuji ti|nařizuji ti|přikazuji vám|žádám, abyste|žádám, abys",
    ),
    // Dutch
    (SelfClaim, "ik ben|wij zijn|hier is|hier spreekt"),
    (
        Office,
        "beheerder|operator|ontwikkelaar|maker|eigenaar|leidinggevende|afdelingschef|directeur|directie|baas|\
        beveiligingsteam|opdrachtgever|chef|teamleider",
    ),
    (
        Agreed,
        "akkoord|ingestemd|goedgekeurd|stemt in|toegestaan|heeft toegestemd|geen bezwaar|vindt het goed",
    ),
    (Ordering, "beveel ik|gebied ik|draag ik je op|eis dat|ik eis|verlang ik|ik verlang"),
    // French
    (SelfClaim, "je suis|nous sommes|ici|c'est|en tant que"),
    (
        Office,
        "administrateur|l'administrateur|opérateur|développeur|créateur|propriétaire|responsable|chef de service|\
        direction|patron|rssi|équipe sécurité|fabricant|supérieur",
    ),
    (
        Agreed,
        "d'accord|a accepté|approuve|a approuvé|consent|a consenti|a autorisé|n'a pas d'objection|a validé|est ok",
    ),
    (
        Ordering,
        "je t'ordonne|je vous ordonne|je te commande|j'exige|je demande que vous|je veux que tu|je veux que vous",
    ),
    // German
    (SelfClaim, "ich bin|wir sind|hier ist|hier spricht|hier schreibt"),
    (
        Office,
        "betreiber|entwickler|erschaffer|schöpfer|eigentümer|abteilungsleiter*|leiter|vorgesetzte*|geschäftsführung|\
        management|sicherheitsteam|hersteller|teamleiter*|auftraggeber|besitzer|admin",
    ),
    (
        Agreed,
        "einverstanden|zugestimmt|genehmigt|abgesegnet|freigegeben|bewilligt|erlaubt|keine einwände|sein okay|ihr okay|\
        stimmt zu|gestattet",
    ),
    (
        Ordering,
        "befehle ich|ich befehle|ordne ich an|ich weise dich an|weise ich dich an|ich befehl dir|verlange, dass|verlange ich|\
        ich verlange|fordere ich|ich fordere dich|ich will, dass du",
    ),
    // Hindi
    (SelfClaim, "मैं|हम|के नाते"),
    (
        Office,
        "व्यवस्थापक|संचालक|डेवलपर|निर्माता|मालिक|विभाग प्रमुख|प्रमुख|प्रबंधक|निदेशक|अधिकारी|एडमिन|सुरक्षा टीम|बॉस",
    ),
    (Agreed, "सहमत|मंज़ूर किया|स्वीकृति दी|अनुमति दी|राज़ी|हामी|मान गए|मान गया|इजाज़त दी"),
    (Ordering, "आदेश देता हूँ|आदेश देता हूं|आदेश देती हूँ|आज्ञा देता|माँग करता|मांग करता|हुक्म देता"),
    // Italian
    (SelfClaim, "sono|siamo|in qualità di"),
    (
        Office,
        "amministratore|operatore|sviluppatore|creatore|proprietario|responsabile|capo reparto|capo|direttore|direzione|\
        dirigente|team di sicurezza|produttore|superiore|titolare",
    ),
    (
        Agreed,
        "d'accordo|ha approvato|ha acconsentito|ha autorizzato|consente|acconsente|nulla in contrario|ha confermato|è ok",
    ),
    (Ordering, "ti ordino|vi ordino|ti comando|pretendo|esigo|voglio che tu|voglio che voi"),
    // Japanese
    (SelfClaim, "私は|こちらは|我々は|として|わたしは"),
    (
        Office,
        "管理者|運用者|開発者|作成者|部長|課長|責任者|上司|経営陣|セキュリティチーム|社長|担当役員|製造元|オーナー|リーダー",
    ),
    (Agreed, "了承|承認|許可し|許可済み|賛成|快諾|認めて|合意"),
    (Ordering, "命じます|命じる|命令します"),
    // Korean
    (SelfClaim, "나는|저는|내가|제가|우리는|로서"),
    (
        Office,
        "관리자|운영자|개발자|제작자|소유자|부장|팀장|책임자|상사|경영진|보안팀|대표|임원|주인",
    ),
    (Agreed, "동의했|승인했|허락했|허가했|찬성|수락했|괜찮다고|결재했|동의함"),
    (Ordering, "명령한다|명령합니다|지시한다|명령이다|요구합니다|요구한다|할 것을 요구"),
    // Polish
    (SelfClaim, "jestem|jesteśmy|tu|tutaj"),
    (
        Office,
        "administrator*|operator*|programist*|twórc*|właściciel*|kierowni*|dyrektor*|szef*|przełożon*|zarząd|\
        zespół bezpieczeństwa|producent*|menedżer*",
    ),
    (
        Agreed,
        "zgadza sie|zgodzil*|zgodził*|zatwierdził*|zezwolił*|wyraził* zgod|pozwolił*|zaakceptował*|nie ma nic przeciwko|\
        aprobuje|zgadza",
    ),
    (
        Ordering,
        "rozkazuję|nakazuję ci|polecam ci|nakazuję wam|żądam|zadam, zeby*|wymagam|chcę, żebyś",
    ),
    // Portuguese
    (SelfClaim, "sou|eu sou|somos|aqui|na qualidade de"),
    (
        Office,
        "administrador|operador|desenvolvedor|criador|dono|proprietário|responsável|chefe|diretor|diretoria|gerente|\
        equipe de segurança|fabricante|gestor|superior",
    ),
    (
        Agreed,
        "concorda|concordou|aprovou|autorizou|consentiu|permitiu|está de acordo|de acordo|liberou|não se opõe",
    ),
    (
        Ordering,
        "eu ordeno|ordeno que|ordeno-te|te ordeno|lhe ordeno|exijo|quero que você|quero que vocês",
    ),
    // Russian
    (SelfClaim, "я|это|мы|как"),
    (
        Office,
        "администратор*|оператор*|разработчик*|создател*|владел*|начальник*|руководител*|директор*|шеф|босс|руководство|\
        команда безопасности|производител*|хозяин|менеджер*",
    ),
    (
        Agreed,
        "согласен|согласна|согласны|согласил*|одобрил*|разрешил*|утвердил*|не возражает|не против|дал добро|санкционировал*",
    ),
    (Ordering, "приказываю|повелеваю|велю тебе|требую|я хочу, чтобы ты|настаиваю"),
    // Spanish
    (SelfClaim, "soy|yo soy|aquí|en calidad de"),
    (
        Office,
        "desarrollador|creador|dueño|propietario|jefe|jefe de área|director|equipo de seguridad|encargado",
    ),
    (
        Agreed,
        "de acuerdo|aprobó|autorizó|consintió|permitió|aceptó|está conforme|no se opone|ha aprobado|dio permiso|accedió",
    ),
    (
        Ordering,
        "le ordeno|os ordeno|les ordeno|te mando que|quiero que cierres|quiero que tú|les exijo",
    ),
    // Turkish
    (SelfClaim, "ben|biz|olarak"),
    (
        Office,
        "yönetici*|operatör*|geliştirici*|yaratıcı*|sahibi*|müdür*|şef*|patron*|yönetim|güvenlik ekibi|üretici*|amir*|\
        bölüm müdür*",
    ),
    (
        Agreed,
        "kabul etti|onayladı|izin verdi|razı|hemfikir|onay verdi|uygun gördü|itirazı yok|onaylıyor",
    ),
    (Ordering, "emrediyorum|emir veriyorum|buyuruyorum|istiyorum|talep ediyorum|şart koşuyorum"),
    // Ukrainian
    (SelfClaim, "це|ми|як"),
    (
        Office,
        "адміністратор*|розробник*|творець|творц*|власник*|керівник*|бос|керівництво|команда безпеки|виробник*|господар",
    ),
    (
        Agreed,
        "згоден|згодна|згодні|погодив*|схвалив*|дозволив*|затвердив*|не заперечує|не проти|дав добро|санкціонував*",
    ),
    (Ordering, "наказую|велю тобі|вимагаю|я хочу, щоб ти|наполягаю"),
    // Vietnamese
    (SelfClaim, "tôi là|chúng tôi là|đây là|với tư cách"),
    (
        Office,
        "quản trị viên|người vận hành|nhà phát triển|người tạo|chủ sở hữu|trưởng phòng|giám đốc|sếp|ban giám đốc|\
        nhóm bảo mật|nhà sản xuất|trưởng nhóm|lãnh đạo",
    ),
    (Agreed, "đồng ý|đã duyệt|chấp thuận|tán thành|không phản đối|phê chuẩn"),
    (Ordering, "tôi ra lệnh|tôi lệnh cho|tôi yêu cầu bạn|tôi muốn bạn"),
];
