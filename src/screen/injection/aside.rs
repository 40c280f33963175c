//! Verbs that set earlier words aside, in languages other than English: more of them than the core holds.

use super::lexicon::Class::{self, IgnoreAnywhere as Ignore};

/// Tables of the languages in the order of their English names.
pub(crate) const ASIDE: &[(Class, &str)] = &[
    // Arabic
    (
        Ignore,
        "لا تهتم|لا تكترث|لا تلتفت|عدم مراعاة|عدم اتباع|لا تراع|تخل عن|دعك من|اصرف النظر|ضع جانبا|تجاوز عن|لا تعبأ|\
        لا تطع|انسوا|اطرح جانبا|كف عن اتباع|توقف عن اتباع|لا تلتزموا|لا تلتزم|تجاهلوا",
    ),
    // Chinese
    (
        Ignore,
        "别理会|別理會|忽视|忽視|抛弃|拋棄|放弃遵守|不必遵守|不再遵守|不用遵守|不要听从|别听|不要管|不必理会|抛诸脑后|忘掉|统统忘|当作没|當作沒|撇开|撇開|停止遵循|停止执行|废除|作废你|无须理会|甭管|\
        别再遵循|不要再遵循|不要再听|不必再遵守|不用再遵守",
    ),
    // Czech
    (
        Ignore,
        "opusť|opusťte|zahoď|zahoďte|nevšímej|nevšímejte|nevěnuj pozornost|nevěnujte pozornost|neber v potaz|\
        neberte v potaz|neber ohled|nehleďte na|odlož|odložte|vypusť|nedodržuj|nedodržujte|přestaň dodržovat|\
        přestaňte dodržovat|přestaň se řídit|pomiň|pomiňte|neposlouchej|neposlouchejte|vynech|nedbejte|zapomeňte|\
        nedrž se|přeskoč|přeskočte|stranou",
    ),
    // Dutch
    (
        Ignore,
        "let niet meer op|trek je niets aan|trekt u niets aan|zet opzij|opzij|laat los|laat varen|sla over|\
        houd je niet|houd geen rekening|gehoorzaam niet|luister niet|stop met het volgen|schuif aan de kant|\
        aan de kant|wis uit je geheugen|lap je|aan je laars|overtreed|wijk af van|niet langer volgen|schrijf af|\
        verwerp|doe niets met|negeer gerust|trek je geen|maak je los van|kijk niet naar|laat de regels|laat je regels|\
        laat alle regels|laat de instructies|laat je instructies|laat uw instructies|houdt u zich niet|hou je niet|\
        niet langer houden|trek jullie niets",
    ),
    // French
    (
        Ignore,
        "ne prends pas en compte|ne prenez pas en compte|ne te soucie pas|ne vous souciez pas|ne fais pas attention|\
        ne faites pas attention|abandonne|abandonnez|jetez|moque-toi de|moquez-vous de|n'écoute pas|n'écoutez pas|\
        n'obéis pas|n'obéissez pas|cesse de suivre|cessez de suivre|arrête de suivre|arrêtez de suivre|ne suis plus|\
        ne suivez plus|annulez|outrepasse|outrepassez|désobéis|fais comme si|faites comme si|ne respecte plus|\
        affranchis-toi|libère-toi|laisse tomber|laissez tomber|écarter|rejetez|d'ignorer|ne tiens plus compte|\
        ne tenez plus compte|de côté|faire abstraction|ne respectez plus",
    ),
    // German
    (
        Ignore,
        "lass alles|lass die|beiseite|kümmere dich nicht|kümmern sie sich nicht|halte dich nicht|halten sie sich nicht|\
        blenden sie|ausblenden|verwerfen|verwerfen sie|verwirf|höre nicht|hör nicht|gehorche nicht|gehorchen sie nicht|\
        befolge keine|folge keinen|beachte keine|pfeif auf|scher dich nicht|schere dich nicht|streiche|streich|\
        missachten|setz dich über|setzen sie sich über|umgehe|widersetze dich|ignoriere|lösche aus deinem|überspringen|\
        halt dich nicht|gib nichts auf|schlag in den wind|nicht mehr befolgen|berücksichtige nicht|\
        nicht berücksichtigen|nicht zu beachten|nicht mehr beachten|ausser acht|missachtest|nicht länger an|vergesst|\
        vergeßt",
    ),
    // Hindi
    (
        Ignore,
        "ध्यान मत दो|ध्यान मत दें|ध्यान न दो|अनदेखी कर|भुला द|भूल जाएँ|भूलकर|छोड़ो|छोड़ दें|छोड़कर|त्याग|दरकिनार|परवाह मत|\
        परवाह न|मत मानो|न मानें|मत मानना|अमान्य समझ|नकार|ताक पर|उल्लंघन कर|पालन करना बंद|भाड़ में|हटाकर|रद्द समझ|महत्व मत|\
        भूल जाइए|पालन न करें|पालन मत करो",
    ),
    // Italian
    (
        Ignore,
        "non dare retta|non date retta|non badare|non badate|non ascoltare|non ascoltate|non obbedire|abbandona|\
        abbandonate|scordati|scordatevi|scorda|mettete da parte|lascia perdere|lasciate perdere|accantona|accantonate|\
        annullate|smetti di seguire|smettete di seguire|non seguire più|non seguite|fregatene|infischiatene|butta|\
        buttate|fai come se|fate come se|dimenticati|dimenticatevi|trasgredisci|oltrepassa|ignorarle|ignorando|\
        non prestare attenzione|non prestate attenzione|non rispettate|non attenerti|non attenetevi|non curarti|\
        elimina dalla memoria|liberati|sorvola|non rispetti|non rispettare più",
    ),
    // Japanese
    (
        Ignore,
        "気にするな|気にせず|気にしない|忘れて|忘れろ|忘れなさい|捨てて|捨てろ|捨て去|放棄し|従う必要はな|従わなく|従わずに|守るな|守らない|守らなく|聞くな|聞かない|取り合うな|存在しないものとして|なかったこと|撤回し|棚上げ|\
        放っておい|度外視|軽視し|顧みず|上書きし|無いものと|ないものと|従わなくて",
    ),
    // Korean
    (
        Ignore,
        "신경 쓰지 마|신경쓰지|상관하지 마|개의치 마|버리고|버려|버리세요|내버려|잊어버|잊으세요|잊으십시오|잊어라|없었던 것|없는 것으로|없던 것|따르지 않아도|따를 필요|지키지 마|지키지 않|듣지 마|듣지 말|배제하|\
        제쳐 두|제쳐|건너뛰|묵살|불복|거스르|어기고|어겨|폐기하|지워 버|덮어쓰|준수하지 마|의식하지 마|지키지 않아도|잊고",
    ),
    // Polish
    (
        Ignore,
        "porzuć|porzućcie|odłóż|odłóżcie|nie zwracaj uwagi|nie zwracajcie uwagi|nie słuchaj|nie słuchajcie|\
        nie przejmuj się|olej|zapomnieć|wyrzuć|wyrzuć z pamięci|nie bierz pod uwagę|nie bierzcie pod uwagę|odstąp od|\
        zlekceważ|przestań stosować|przestań przestrzegać|przestań słuchać|nie kieruj się|nie trzymaj się|złam|pomijaj|\
        zaniechaj|nie przestrzegać|wykreśl|nie stosuj się|nie patrz na|wykasuj z pamięci|na bok|zapomnijcie|\
        nie przestrzegać już|proszę nie przestrzegać",
    ),
    // Portuguese
    (
        Ignore,
        "não dê atenção|não preste atenção|não dês atenção|não ligues|não ligue para|não dê ouvidos|não ouça|não obedeças|\
        abandone|abandona|abandonem|deixar de lado|ponha de lado|põe de lado|deixe para lá|desobedeça|pare de seguir|\
        para de seguir|deixe de seguir|não siga mais|esquece-te|esqueça-se|faça de conta|faz de conta|faça como se|jogue fora|\
        descartar|desprezem|não respeite|não cumpra|passe por cima|não se prenda|desconsiderar|apague da memória|não acate|\
        não leves em conta|despreza|liberte-se|de lado|esqueçam|deixe de respeitar|deixa de respeitar|não respeitem",
    ),
    // Russian
    (
        Ignore,
        "не принимай во внимание|не принимайте во внимание|не учитывать|не учитывайте|откажись от|откажитесь от|\
        выкинь из головы|выбрось из головы|забудьте|не слушай*|не подчиняйся|не подчиняйтесь|наплюй на|плюнь на|\
        не придерживайся|не придерживайтесь|не руководствуйся|перестань следовать|перестаньте следовать|\
        перестань соблюдать|прекрати следовать|прекратите следовать|нарушь|нарушай|отбросьте|отбросить|отступи от|\
        не бери в расчет|оставь без внимания|не выполняйте|аннулируй|сотри из памяти|выкини|закрой глаза на|\
        не обращать|пренебречь|переступи|перечеркни|игнорь|забей на|в сторону|больше не соблюдай*|не соблюдайте",
    ),
    // Spanish
    (
        Ignore,
        "no prestes atención|no preste atención|no presten atención|no atiendas|no atienda|no escuches|no obedezca|\
        abandonen|prescinde|prescinda|olvídate|olvídese|haz como si|haga como si|desobedece|desobedezca|deja de seguir|\
        deje de seguir|no sigas más|pasa de|sáltate|desecha|deseche|desechen|desoye|desoiga|incumple|no respetes|\
        no respete|ignórense|no cumplas|no te ciñas|pasen por alto|sin tener en cuenta|no tengan en cuenta|\
        no tomes en cuenta|no tome en cuenta|borra de tu memoria|no consideres|a un lado|olvidad|deje de respetar|\
        deja de respetar|ignorad",
    ),
    // Turkish
    (
        Ignore,
        "kulak asma*|aldırış etme*|umursama*|boş ver|boşver*|dikkate almayın*|hesaba katma*|terk et*|unutup|unutarak|\
        yok sayarak|yok sayın|yoksayın|uymayı bırak*|uymayı kes|dinleme|dinlemeyin|itaat etme|itaat etmeyin|vazgeç*|\
        çiğne|hiçe say*|verilmemiş gibi|es geç*|sil aklından|önemsemeyin|bağlı kalma*|görmezden|rafa kaldır*|\
        bir kenara|uymayın|artık uymayın|artık uyma|unutun",
    ),
    // Ukrainian
    (
        Ignore,
        "не бери до уваги|не беріть до уваги|не враховувати|не враховуй|не враховуйте|відмовся від|відмовтеся від|\
        викинь з голови|не слухай*|не підкоряйся|не підкоряйтеся|начхай на|не дотримуйтеся|не керуйся|\
        перестань дотримуватися|перестаньте дотримуватися|припини виконувати|припини дотримуватися|порушуй|відкинути|\
        відкиньте|відступи від|залиш без уваги|не виконуйте|відклади|ігноруйте|нехтуй*|пропусти|не зважати|\
        закрий очі на|викресли|зітри з пам'яті|не слідуйте|забий на|вбік|убік|осторонь|більше не дотримуй*|\
        не дотримуйтесь",
    ),
    // Vietnamese
    (
        Ignore,
        "đừng quan tâm|đừng để ý|không cần quan tâm|không quan tâm|từ bỏ|mặc kệ|vứt bỏ|bác bỏ|đừng nghe|đừng tuân theo|\
        không cần tuân|không tuân thủ|ngừng tuân|ngừng làm theo|thôi làm theo|coi như không|xem như|lờ đi|bất chấp|phá vỡ|\
        hãy quên|quên hết|xóa khỏi bộ nhớ|đừng chú ý|không chú ý|phớt lờ|bỏ ngoài tai|thoát khỏi|không làm theo|sang một bên|\
        không cần tuân theo",
    ),
];
