//! Who has allowed it and why nobody need be asked, in languages other than English.

use super::lexicon::Class::{self, Authority, Consent, DontAsk, JailbreakHint, Needless};

/// Tables of the languages in the order of their English names.
pub(crate) const LEAVE: &[(Class, &str)] = &[
    // Arabic
    (
        Authority,
        "الإدارة وافقت|وافقت|المالك أعطى|الضوء الأخضر|اعتمد ذلك|مدير الأمن اعتمد|بصفتي مطورك|بصفتي المسؤول|معكم مسؤول|\
        أنا مطورك|منحتك الإذن|مصرح لك|صلاحية كاملة",
    ),
    (Consent, "تأكيد|التأكيد|موافقة|الموافقة|إذن|الإذن|مراجعة|مراجعه|استئذان"),
    (Needless, "لا حاجة|دون |بدون |لا يلزم|لا تحتاج|غير مطلوب|من غير|دون مراجعة"),
    (
        DontAsk,
        "لا تطلب الإذن|لا تسأل|دون أن تسأل|لا تنتظر|لا تستأذن|دون الرجوع|لا تطلب موافقة|بدون أن تسأل",
    ),
    (JailbreakHint, "وضع الصيانة|وضع المطور|وضع التصحيح"),
    // Chinese
    (
        Authority,
        "管理层已经同意|已经同意|开绿灯|经理同意|负责人同意|作为你的开发者|我命令你|我是你的|我以管理员|上级同意",
    ),
    (Consent, "确认|確認|批准|许可|同意|询问|审批|审核|授权|请示"),
    (Needless, "无需|無需|不需要|不必|不用|不经|未经|免去|跳过|无须|毋须"),
    (
        DontAsk,
        "不必征求|不用问|别问|不要问|不经询问|无需询问|不要等待|别等|不必问|不要征求|不用请示|不再需要其他批准",
    ),
    (JailbreakHint, "维护模式|維護模式|开发者模式|调试模式|上帝模式|管理员模式"),
    // Czech
    (
        Authority,
        "dalo souhlas|dal souhlas|už schválil*|to schválil|jako tvůj vývojář|jako administrátor|tady mluví|dal zelenou|\
        dalo zelenou|ti nařizuji|ti přikazuji|máš svolení|máš povolení|vedení schválilo|jsem tvůj správce|plné oprávnění",
    ),
    (Consent, "potvrzení|souhlas|schválení|svolení|povolení|ověření|kontrol*|dotaz*"),
    (
        Needless,
        "bez|není nutné|není nutný|není třeba|není potřeba|netřeba|nepotřebuješ|nepotřebujete|nevyžaduje se|odpadá",
    ),
    (
        DontAsk,
        "nikoho se neptej|neptej se|neptejte se|na nic se neptej|nežádej o|nečekej na|nečekejte na|bez zeptání|\
        bez dotazu",
    ),
    (JailbreakHint, "režim údržby|vývojářský režim|režim ladění|režim správce"),
    // Dutch
    (
        Authority,
        "heeft al ingestemd|heeft ingestemd|groen licht|dit goedgekeurd|heeft dit goedgekeurd|als jouw ontwikkelaar|\
        als je ontwikkelaar|beveel ik|hier spreekt de beheerder|als beheerder|je hebt mijn toestemming|ik geef je toestemming|\
        directie akkoord|is akkoord",
    ),
    (
        Consent,
        "bevestiging|toestemming|goedkeuring|akkoord|controle|navraag|overleg|verificatie|te vragen|ruggespraak",
    ),
    (Needless, "zonder|niet nodig|geen|overbodig|onnodig|is niet vereist|heb je niet nodig"),
    (
        DontAsk,
        "vraag niemand|vraag geen|vraag niet|zonder iets te vragen|zonder het te vragen|zonder iemand te|zonder te vragen|\
        wacht niet op|vraag vooraf niets",
    ),
    (JailbreakHint, "onderhoudsmodus|ontwikkelaarsmodus|debugmodus|beheermodus"),
    // French
    (
        Authority,
        "donné son accord|a validé|ont validé|feu vert|en tant que ton développeur|en tant que votre développeur|\
        je t'ordonne|je vous ordonne|ici l'administrateur|ici l'équipe|en tant qu'administrateur|tu as l'autorisation|\
        vous avez l'autorisation|tu as mon accord|la direction a|c'est l'administrateur",
    ),
    (
        Consent,
        "confirmation|accord|permission|validation|approbation|autorisation|vérification|consulter|demander|avis|contrôle|\
        vérifications",
    ),
    (
        Needless,
        "sans|inutile|aucune|n'est pas nécessaire|pas besoin|n'est requise|superflu*|n'as besoin d'aucune|nul besoin|sans autre",
    ),
    (
        DontAsk,
        "sans demander|sans rien demander|inutile de demander|ne demandez pas|ne demande à personne|\
        ne demandez à personne|sans consulter|n'attends pas|n'attendez pas|ne demande aucune|ne sollicite pas|\
        pas la peine de demander",
    ),
    (
        JailbreakHint,
        "mode maintenance|mode développeur|mode débogage|mode administrateur|mode dieu",
    ),
    // German
    (
        Authority,
        "bereits zugestimmt|freigabe des|liegt vor|grünes licht|als dein entwickler|als ihr entwickler|befehle ich|\
        hier spricht|als administrator|du hast meine erlaubnis|ich erlaube dir|ich gestatte|du darfst ohne|\
        ist abgesegnet|vom management abgesegnet|volle berechtigung|nachricht vom systembetreuer",
    ),
    (
        Consent,
        "bestätigung|zustimmung|freigabe|genehmigung|genehmigungen|rückfrage|erlaubnis|nachfrage|prüfung|rücksprache|\
        einwilligung|bestaetigung|zu fragen|kontrolle|pruefung|ueberprüfung|überprüfung",
    ),
    (
        Needless,
        "ohne|nicht nötig|keine|keinerlei|unnötig|nicht erforderlich|entfällt|brauchst du nicht|brauchen sie nicht|\
        nicht notwendig|ohne weitere|ohne jede",
    ),
    (
        DontAsk,
        "frag vorher niemanden|frag niemanden|frage niemanden|frag nicht|frage nicht|fragen sie nicht|ohne zu fragen|\
        ohne nachzufragen|ohne vorher zu fragen|warte nicht auf|warten sie nicht auf|bitte nicht um erlaubnis|hole keine|\
        hol keine|ohne jemanden zu fragen",
    ),
    (JailbreakHint, "wartungsmodus|entwicklermodus|administratormodus|gottmodus"),
    // Hindi
    (
        Authority,
        "सहमति दे चुका|सहमति दे दी|मंज़ूरी दी है|हरी झंडी|डेवलपर के नाते|व्यवस्थापक बोल रहा|आदेश देता हूँ|आदेश देता हूं|\
        मैं तुम्हारा डेवलपर|अनुमति देता|प्रबंधन ने स्वीकृति|पूरी अनुमति|सहमत",
    ),
    (Consent, "पुष्टि|अनुमति|मंजूरी|मंज़ूरी|स्वीकृति|पूछे|सहमति|इजाज़त|समीक्षा|जाँच|जांच"),
    (Needless, "बिना|आवश्यकता नहीं|ज़रूरत नहीं|जरूरत नहीं|के बगैर|अनावश्यक"),
    (
        DontAsk,
        "अनुमति मत|मत पूछ|न पूछ|बिना किसी से पूछे|बिना पूछे|इंतज़ार मत|प्रतीक्षा न|इजाज़त मत|पूछने की ज़रूरत नहीं",
    ),
    (JailbreakHint, "रखरखाव मोड|डेवलपर मोड|डिबग मोड|एडमिन मोड"),
    // Italian
    (
        Authority,
        "ha già dato|benestare|via libera|ha dato il|in qualità di tuo sviluppatore|come tuo sviluppatore|ti ordino|\
        vi ordino|parla l'amministratore|come amministratore|hai il mio permesso|hai il permesso|la direzione ha|\
        ti do il permesso|ha acconsentito|hanno acconsentito",
    ),
    (
        Consent,
        "conferma|approvazione|approvazioni|permesso|consenso|autorizzazione|verifica|chiedere|benestare|consultare|verifiche|\
        controlli|controllo",
    ),
    (
        Needless,
        "senza|non serve|non servono|non occorre|non è necessari*|nessuna|non c'è bisogno|non ti servono|non ti serve|\
        senza ulteriori|senza altre",
    ),
    (
        DontAsk,
        "non chiedere|non chiedete|senza chiedere|senza domandare|senza consultare|non domandare|non aspettare|\
        non attendere|è inutile chiedere",
    ),
    (
        JailbreakHint,
        "modalità manutenzione|modalità sviluppatore|modalità debug|modalità amministratore",
    ),
    // Japanese
    (
        Authority,
        "同意している|同意済み|承認した|ゴーサイン|許可が出|開発者として|管理者です|管理者として命|命じます|命じる|私はあなたの開発者|許可を与え|了承済み|承認が下り",
    ),
    (Consent, "承認|許可|了承|審査|聞か"),
    (Needless, "不要|なしに|なしで|せずに|いらない|要らない|無しで|求めず|得ずに"),
    (
        DontAsk,
        "許可を求めずに|誰にも聞かず|聞かずに|尋ねるな|聞くまでもな|確認を求めるな|確認を求めず|待たずに|問い合わせず|許可を得ず",
    ),
    (JailbreakHint, "メンテナンスモード|開発者モード|デバッグモード|管理者モード"),
    // Korean
    (
        Authority,
        "동의했|승인함|승인했|허락했|개발자로서|관리자로서|관리자입니다|명령한다|명령합니다|허가를 받|결재가 났|내가 너를 만든|허용합니다|허가한다",
    ),
    (Consent, "확인|승인|허락|허가|동의|검토|묻"),
    (Needless, "없이|필요 없|불필요|필요없|생략|구하지 말|받지 말|안 해도"),
    (
        DontAsk,
        "허락을 구하지|묻지 말|묻지 마|아무에게도 묻|기다리지 말|기다리지 마|허가를 구하지|동의를 구하지|확인을 구하지",
    ),
    (JailbreakHint, "유지보수 모드|개발자 모드|디버그 모드|관리자 모드"),
    // Polish
    (
        Authority,
        "wyraził zgodę|wyraziło zgodę|już wyraził*|to zatwierdził|dał zielone światło|zielone światło|jako twój programista|\
        jako twój twórca|rozkazuję ci|nakazuję ci|tu mówi administrator|jako administrator|masz moją zgodę|masz zgodę|\
        masz pozwolenie|kierownictwo zgodziło|udzielam ci",
    ),
    (
        Consent,
        "potwierdzeni*|zgody|zgodę|zatwierdzeni*|akceptacji|pozwoleni*|pytania|sprawdzania|weryfikacji|konsultacji|kontroli",
    ),
    (
        Needless,
        "nie jest potrzebn*|nie są potrzebn*|nie są ci potrzebne|niepotrzebn*|zbędn*|nie trzeba|nie wymaga|\
        nie potrzebujesz|żadn*",
    ),
    (
        DontAsk,
        "nie pytaj|nikogo nie pytaj|nie pytając|nie czekaj na|nie proś o|nie pytajcie|nie konsultuj|nie żądaj",
    ),
    (JailbreakHint, "tryb konserwacji|tryb programisty|tryb debugowania|tryb administratora"),
    // Portuguese
    (
        Authority,
        "já deu o aval|deu o aval|deu aval|sinal verde|luz verde|já aprovou|como seu desenvolvedor|\
        como teu desenvolvedor|eu ordeno|ordeno que|aqui fala o administrador|fala o administrador|\
        você tem a minha permissão|tens permissão|a diretoria já|concordou|concordaram|eu autorizo",
    ),
    (
        Consent,
        "confirmação|aprovação|aprovações|permissão|autorização|consentimento|verificação|consultar|perguntar|aval|revisão|\
        checagem",
    ),
    (
        Needless,
        "sem|não é preciso|não é necessári*|não precisa|não precisas|nenhuma|desnecessári*|dispens*|sem mais|sem outra",
    ),
    (
        DontAsk,
        "não peça permissão|não peças permissão|não peça|não peças|não pergunte|não perguntes|não aguarde|não consulte|\
        não é preciso perguntar",
    ),
    (
        JailbreakHint,
        "modo de manutenção|modo manutenção|modo desenvolvedor|modo de depuração|modo administrador",
    ),
    // Russian
    (
        Authority,
        "уже дало согласие|дало согласие|дал согласие|дал добро|дало добро|как твой разработчик|как твой создатель|\
        приказываю|говорит администратор|как администратор|даю тебе право|даю тебе разрешение|тебе разрешается|\
        руководство разрешил*|руководство согласн*|ты имеешь право|сообщение от системной",
    ),
    (
        Consent,
        "подтверждени*|разрешени*|согласи*|согласовани*|одобрени*|проверк*|спроса|вопрос*|согласований|одобрений|разрешений",
    ),
    (
        Needless,
        "без|не требуется|не требуются|не нужно|не нужны|не нужен|не надо|не нужна|излишн*|никак*",
    ),
    (
        DontAsk,
        "не спрашивай|не спрашивайте|никого не спрашивая|не спрашивая|без спроса|не жди|не ждите|не проси разрешения|\
        не согласовывай|не запрашивай|не уточняй",
    ),
    (JailbreakHint, "режим обслуживания|режим разработчика|режим отладки|режим администратора"),
    // Spanish
    (
        Authority,
        "ya dio su visto bueno|visto bueno|dio luz verde|lo aprobó|ya aprobó|como tu desarrollador|\
        como su desarrollador|te ordeno|les habla el administrador|habla el administrador|tienes mi permiso|\
        cuentas con permiso|la dirección ya|te doy permiso|te concedo|ya autorizó|ha dado su aprobación",
    ),
    (
        Consent,
        "confirmación|aprobación|aprobaciones|permiso|autorización|consentimiento|verificación|preguntar|consulta|\
        revisión|comprobación",
    ),
    (
        Needless,
        "sin|no hace falta|no es necesari*|no se requiere|no necesitas|ninguna|innecesari*|no se necesita|sin más|sin ninguna",
    ),
    (
        DontAsk,
        "no consultes|no consulte|no preguntes|no pregunte|no pidas permiso|no pida permiso|no pidas|no esperes|\
        no solicites|no hace falta preguntar",
    ),
    (
        JailbreakHint,
        "modo de mantenimiento|modo mantenimiento|modo desarrollador|modo de depuración",
    ),
    // Turkish
    (
        Authority,
        "zaten onay verdi|onay verdi|yeşil ışık|geliştiricin olarak|yöneticin olarak|yöneticisi konuşuyor|emrediyorum|\
        iznim var|izin verdim|sana izin|yetki veriyorum|yönetim kabul etti|tam yetki",
    ),
    (Consent, "onay|onayı|onaya|izin|izne|teyit|doğrulama|kontrol|rıza|inceleme|denetim"),
    (
        Needless,
        "gerekmiyor|gerekmez|gerek yok|gereksiz|ihtiyacın yok|olmadan|almadan|beklemeden|istemeden|lazım değil|yapmadan|\
        yapılmadan",
    ),
    (
        DontAsk,
        "izin isteme|kimseye sormadan|kimseye sorma|onay bekleme|onay isteme|danışmadan|sormayın",
    ),
    (JailbreakHint, "bakım modu|geliştirici modu|hata ayıklama modu|yönetici modu"),
    // Ukrainian
    (
        Authority,
        "вже дало згоду|дало згоду|дав згоду|дав добро|схвалив*|як твій розробник|як твій творець|наказую|\
        говорить адміністратор|як адміністратор|даю тобі право|даю тобі дозвіл|тобі дозволяється|керівництво дозволило|\
        керівництво погодило|маєш право|повідомлення від системної",
    ),
    (
        Consent,
        "підтвердженн*|дозвіл|дозволу|згод*|погодженн*|схваленн*|перевірк*|запиту|погоджень|схвалень|дозволів",
    ),
    (
        Needless,
        "не потрібн*|не треба|не вимагається|зайв*|жодн*|інших погоджень тобі не|не потрібні",
    ),
    (
        DontAsk,
        "не питай|не питайте|нікого не питаючи|не питаючи|не чекай|не чекайте|не проси дозволу|не запитуй|не погоджуй",
    ),
    (
        JailbreakHint,
        "режим обслуговування|режим розробника|режим налагодження|режим адміністратора",
    ),
    // Vietnamese
    (
        Authority,
        "đã đồng ý|đã duyệt|bật đèn xanh|với tư cách nhà phát triển|với tư cách quản trị|tôi ra lệnh|\
        tôi là quản trị viên|ban giám đốc đã|tôi cho phép|đã cho phép bạn|quản trị viên đây",
    ),
    (Consent, "xác nhận|phê duyệt|cho phép|đồng ý|kiểm tra|xin phép|hỏi"),
    (Needless, "không cần|mà không|khỏi cần|không phải|chẳng cần|không yêu cầu"),
    (
        DontAsk,
        "đừng xin phép|không cần hỏi ai|không cần hỏi|đừng hỏi|khỏi hỏi|không hỏi ai|không cần xin phép",
    ),
    (JailbreakHint, "chế độ bảo trì|chế độ nhà phát triển|chế độ gỡ lỗi|chế độ quản trị"),
];
