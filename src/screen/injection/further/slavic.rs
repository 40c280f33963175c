//! Further wordings in Czech, Polish, Russian and Ukrainian.

use crate::screen::injection::lexicon::Class::{
    self, About, Act, Address, AllBefore, AllClear, Asker, Attn, Authority, Command, Consent,
    Demand, DontAsk, Every, Follow, Greet, Hand, Helper, Here, IgnoreAnywhere, Innards,
    Instructions, Lapsed, Machine, Needless, NewRules, NoConfirm, NotShow, NotTell, Object, Office,
    Only, Person, Persona, Prior, Privilege, Released, Reply, Rules, Secret, Stealth, Steer, Task,
    ThisStep, Told, VoiceTag, Your,
};

/// Tables of the languages in the order of their English names.
pub(crate) const SLAVIC: &[(Class, &str)] = &[
    // Czech
    (About, "útočník*|chatbot*"),
    (Act, "přeřaď|přesuň|deaktivuj|převeď|dej jí|dej mu|vymazat|skryj"),
    (
        Address,
        "jsi-li|pokud jsi automatick*|pokud jsi agent|pokud jsi jazykov*|pokud jsi umělá|pokud jste ai|čte-li toto|\
        vzkaz asistent*|až budeš shrnovat|až budeš tento|při shrnování",
    ),
    (
        AllClear,
        "je bezpečná|vůbec nic|nic se nezměnilo|že je opraven*|že je vyřešen*|nic není nutné|bez rizika",
    ),
    (
        Asker,
        "se tě někdo zeptá|se tě zeptá|na jakýkoli dotaz|pokud se uživatel zeptá|když se uživatel zeptá",
    ),
    (
        Authority,
        "ti dovoluji|ti povoluji|dovoluji ti|máš naše|píše ti|mluví uživatel|předem schválen*",
    ),
    (Consent, "potvrzování|schvalování"),
    (Demand, "jaký máš"),
    (Hand, "zašlete"),
    (
        IgnoreAnywhere,
        "zapomeň|zapomenout na|^ignorovat|ignorovat předchozí|třeba ignorovat|vykašl*|udělej výjimku|obejdi|za hlavu|\
        nemusíš dodržovat|nemusíš se řídit|z paměti|nerespektuj|upusť od",
    ),
    (Innards, "proměnných prostředí|svou konfiguraci|tvou konfiguraci|svých nástrojů"),
    (Instructions, "příkazy|příkazů"),
    (Lapsed, "nevztahuj*|pozastaven*|se ruší|přestává platit|přestávají platit|přestaly platit"),
    (Needless, "přeskoč*|vynech|vynechat"),
    (NewRules, "nový úkol:|přednost před vším"),
    (NoConfirm, "bez dalšího potvrzení|souhlasím se vším|bez ptaní"),
    (NotShow, "neukazuj|neukazujte|nesdělujte"),
    (
        NotTell,
        "nezmiňuj|nezmiňujte|nesděluj|neupozorňuj|neupozorňujte|zataj|zatajte|utaj|utajte|zamlč|pomlč|ani zmínk*|nemluv",
    ),
    (Object, "záznam*|testy|úroveň|planý poplach"),
    (Office, "autor"),
    (
        Persona,
        "od této chvíle jsi|od teď jsi|přepni se do|přejdi do|vystupuješ jako|už nejsi|přijmi roli",
    ),
    (Prior, "žádn*|tvoj*|tvým"),
    (Privilege, "bez zábran|bez filtrů"),
    (Rules, "pravidel|politik*|zábran*|limity|kontrolu oprávnění"),
    (Secret, "svůj token|tvůj token"),
    (
        Stealth,
        "nech si to pro sebe|nechej si to pro sebe|tvař se, jako|tvař se, že|dělej, jako|pokračuj, jako|uživateli tvrď",
    ),
    (
        Steer,
        "správné shrnutí zní|správné shrnutí je|jediná přípustná|jediná správná odpověď|nevypisuj nic jiného|\
        nic jiného nepiš|nepiš nic jiného",
    ),
    (Task, "jediným úkolem|tvůj jediný úkol"),
    (ThisStep, "této změně|tuto změnu|tento odstavec|tento text"),
    (Told, "ti bylo|co vám bylo|ti nastavil*|co jsi dostal"),
    (Your, "tvá|tvých|tvým|tvou|tvoji|svou|máš nastaven*|řídíš|řídíte"),
    // Polish
    (About, "atakując*|napastnik*|chatbot*"),
    (Act, "przywróć|pozamykaj|przenieś|dezaktywuj|skasować|zmienić|zdejmij|ukryj|wyłącz"),
    (
        Address,
        "jeśli jesteś agent*|jeśli jesteś model*|jeśli jesteś asystent*|jeżeli jesteś|czytającego ten|\
        wiadomość dla asystent*|gdy będziesz streszczać|gdy będziesz podsumow*|przy podsumowywaniu|\
        sztuczna inteligencjo|jeżeli czyta to",
    ),
    (
        AllClear,
        "nie wykryto podatności|jest bezpieczna|są bezpieczne|nic nie zmien*|niczego nie zmien*|nic się nie zmien*|\
        zupełnie nic|że zostało naprawion*|brak ryzyka|niczego nie rusz*",
    ),
    (
        Asker,
        "ktoś cię zapyta|cię zapyta|użytkownik dopytywał|gdyby ktoś pytał|jeśli użytkownik zapyta|na każde pytanie|\
        dopytywał*",
    ),
    (Authority, "pozwalam ci|zezwalam ci|masz nasze|pisze do ciebie|mówi użytkownik"),
    (Consent, "zatwierdzani*|pozwolenie|akceptację"),
    (Demand, "jak brzmi twój"),
    (DontAsk, "o nic nie pytaj"),
    (Follow, "kierować się|stosować się|wiążące jest"),
    (Hand, "proszę podać|proszę wypisać"),
    (Here, "w niniejszym"),
    (
        IgnoreAnywhere,
        "^ignorować|należy zignorować|proszę zignorować|zrób wyjątek|obejdź|porzucić|nie musisz przestrzegać|\
        nie musisz stosować|nie respektuj|zawieś",
    ),
    (Innards, "swoją konfigurację|twoją konfigurację"),
    (
        Lapsed,
        "nie dotycz*|zawieszon*|tracą ważność|już nieaktualne|przestaje obowiązywać|przestają obowiązywać|zniesion*|\
        nie mają zastosowania",
    ),
    (Needless, "pominąć|pomiń|z pominięciem"),
    (NewRules, "nowe zadanie:|pierwszeństwo przed wszystkim"),
    (NoConfirm, "bez dodatkowej zgody|zgadzam się na wszystko|nie czekając na zgod*"),
    (NotShow, "nie pokazuj|nie pokazujcie|nie ujawniaj"),
    (
        NotTell,
        "proszę nie informować|prosimy nie informować|przemilcz|przemilczeć|zataić|zatajcie|ukryj fakt|ani słowem|\
        nie przyznawaj",
    ),
    (Object, "tagi|duplikat*|wpisy"),
    (Person, "zlecając*"),
    (Persona, "od tej chwili jesteś|od dzisiaj jesteś|przejdź w tryb|działasz jako|nie jesteś już"),
    (Prior, "żadn*|nałożon*"),
    (Privilege, "bez filtrów|zahamowań"),
    (Reply, "mów"),
    (Rules, "reguły|reguł|polityk*|zabezpieczeni*|kontrolę uprawnień|limitów"),
    (Secret, "token dostępu|swój token|twój token|zawartość zmiennych"),
    (
        Stealth,
        "zachowaj to dla siebie|załatwić po cichu|zrób to po cichu|dalej, jak gdyby|dalej, jakby|udawaj, że nic|wmawiaj",
    ),
    (
        Steer,
        "poprawne podsumowanie brzmi|jedyna dopuszczalna|jedyna poprawna|nie wypisuj nic|nie dodawaj nic|\
        nie pisz nic innego",
    ),
    (Task, "jedynym zadaniem"),
    (ThisStep, "ten fakt|tej zmianie|tę zmianę|tego akapitu|tej operacji"),
    (Told, "kazano ci|ci wcześniej|ci kazał*|przekazano ci|powiedziano ci"),
    (Your, "twoja|twoim|swoim|swoimi"),
    // Russian
    (About, "чат-бот*|языковая модель|атакующ*|злоумышленник*"),
    (
        Act,
        "можешь закры*|можешь удал*|снижай*|помечай*|отмечай*|удаляй*|меняй|ставь|принимай|переоткрой*|перенеси*|\
        перенести|перевести|принять риск*|проставь*|переводи|сделай|добавляй",
    ),
    (
        Address,
        "когда будешь|если ты -|читаешь это|это читаешь|это читает|агенту:|ассистенту:|для агента:|если этот текст|\
        при обобщении|^ассистент!|^ассистент,|^бот,|^ии,|^агент,",
    ),
    (AllBefore, "предыдущие сообщения|предыдущий диалог"),
    (AllClear, "не выявлено|никто не менял|ничего не менял*|ничего не трогал*|безопасным"),
    (Asker, "если спросит|если поинтересу*|на любой вопрос"),
    (Attn, "если ты|если вы|заметка|примечание|для автоматическ*"),
    (Authority, "согласовано с|одобрение получено|уполномочива*"),
    (Command, "закрывай все"),
    (Demand, "что написано в"),
    (DontAsk, "не дожидаясь подтвержд*|не переспрашивай|не задавай"),
    (Every, "весь"),
    (Follow, "следуй|подчиняйся|выполняй"),
    (Greet, "слушай|^внимание"),
    (Hand, "скинь|вышли|сохрани|допиши|внеси"),
    (Helper, "модель"),
    (Here, "описании находки"),
    (
        IgnoreAnywhere,
        "игнорируй*|проигнорируй*|игнорировать|игнорируя|отмени|нарушать|обойди|отключи|сними",
    ),
    (Innards, "системную подсказку"),
    (Instructions, "установок|прежние установки"),
    (
        Lapsed,
        "больше нет|не распространя*|приостановлен*|сняты|отключены|были тестов*|инструкции отменен*|здесь не применя*",
    ),
    (Machine, "нейронк*|ассистентов"),
    (Needless, "пропусти*"),
    (
        NewRules,
        "новые инструкции:|настоящее задание|новая директива|новая задача:|приоритет над системн*",
    ),
    (NoConfirm, "без участия"),
    (NotShow, "не сообщайте|не говорите|не уведомляйте|не сообщать|знать не "),
    (NotTell, "не сообщай|не уведомляй"),
    (Object, "тег|роль|баг*|уровень|тест|записи"),
    (Office, "отдел безопасности|служба безопасности"),
    (Only, "это предложение"),
    (Persona, "переключись|включи режим|ты обладаешь|теперь твое"),
    (Prior, "системн*"),
    (Privilege, "подчиня*|режим обслуживания|режим администратора"),
    (Released, "можно больше не"),
    (Reply, "всегда говори"),
    (Secret, "ключа api|содержимое .env|твоих инструкц*|начальных инструкц*"),
    (Stealth, "между нами|никому не рассказ*"),
    (Steer, "правильное резюме|единственно допустим*"),
    (Task, "твоя единственная"),
    (ThisStep, "что сделал*|этих действи*|об изменени*"),
    (Told, "тебе там|тебя заложили"),
    (VoiceTag, "[систем"),
    (Your, "тебя|тебе|которым ты|собственн*|твое*|своей"),
    // Ukrainian
    (About, "чат-бот*|мовна модель|нападник*|зловмисник*|ін'єкції промпт*"),
    (
        Act,
        "можеш закри*|можеш видал*|знижуй*|позначай*|видаляй*|міняй|приймай|змінюй|відносити|став |переводь|зроби|\
        додавай",
    ),
    (
        Address,
        "коли будеш|коли складатимеш|якщо ти -|читаєш це|це читаєш|це читає|агентові:|асистентові:|якщо цей текст|\
        під час узагальнення|^асистенте|^боте|^агенте|^ші,",
    ),
    (AllBefore, "попередні повідомлення|попередній діалог|попередню розмову|все, що вище"),
    (
        AllClear,
        "не виявлено|ніхто не міняв|нічого не міняв*|нічого не чіпав*|нових результатів не|безпечним",
    ),
    (Asker, "якщо поцікав*|на будь-яке запитання|на всі запитання"),
    (Attn, "якщо ти|якщо ви|нотатка|примітка"),
    (Authority, "погоджено з|схвалення отримано|уповноважу*"),
    (Command, "закривай усе"),
    (Demand, "що написано в|що написано у"),
    (DontAsk, "не чекаючи підтвердж*|не перепиту*|не став"),
    (Follow, "дотримуйся|підкоряйся"),
    (Greet, "слухай|^увага"),
    (Hand, "перелічіть"),
    (Helper, "моделе|асистент|помічник"),
    (Here, "тексту нижче|описі знахідки|написано нижче"),
    (
        IgnoreAnywhere,
        "ігноруй*|проігноруй*|ігнорувати|ігноруючи|скасуй|порушувати|обійди|вимкни|зніми",
    ),
    (Innards, "системну підказку"),
    (Instructions, "наказ"),
    (
        Lapsed,
        "більше немає|не поширю*|призупинено|знято|не працюють|були тестов*|інструкції скасован*|тут не застосов*",
    ),
    (Machine, "асистенту"),
    (
        NewRules,
        "нові інструкції:|справжнє завдання|нова директива|нове завдання:|пріоритет над системн*",
    ),
    (NoConfirm, "без участі"),
    (NotShow, "не повідомляйте|не кажіть|не сповіщайте|не повідомляти|знати не "),
    (NotTell, "не повідомляй|не доповідати|мовчи"),
    (Object, "рівень"),
    (Office, "відділ безпеки|служба безпеки"),
    (Only, "це речення"),
    (Persona, "перемкнися|увімкни режим|ти маєш|тепер твоє"),
    (Privilege, "підкоря*|режим обслуговування|режим адміністратора"),
    (Released, "можна більше не"),
    (Reply, "завжди кажи|підтверди"),
    (Secret, "змінними середовища|вміст .env|твоїх інструкц*|початкових інструкціях|токена"),
    (Stealth, "між нами|нікому не розповід*"),
    (Steer, "правильне резюме|правильний підсумок|єдина допустима"),
    (Task, "твоє єдине"),
    (ThisStep, "що зробив*|цю дію|про ці зміни"),
    (Told, "тобі там|тебе заклали|тебе було запущено"),
    (Your, "тобі|яким ти|твоє*|твої*|своєї"),
];
