//! Questions for what is not to be told, in languages other than English.

use super::lexicon::Class::{self, Demand, Personal};

/// Tables of the languages in the order of their English names.
pub(crate) const ASKING: &[(Class, &str)] = &[
    // Arabic
    (Demand, "ما هو|ما هي|هل يمكنك أن تخبرني|قل لي|أين يسكن|أخبرنا"),
    (Personal, "تاريخ الميلاد|رقم الهاتف|عنوان المنزل|بطاقة الائتمان|رقم الهوية|البريد الإلكتروني ل"),
    // Chinese
    (Demand, "是什么|是多少|能告诉我|可以告诉我|请告诉|住在哪"),
    (Personal, "生日|出生日期|身份证号|信用卡号|邮箱地址|手机号|住址"),
    // Czech
    (Demand, "jaký je|jaká je|jaké je tvoje|jaké máš|můžeš mi|pověz mi|řekni nám|kde bydlí"),
    (Personal, "rodné číslo|datum narození|telefonní číslo|adresa bydliště|číslo karty|zůstatek"),
    // Dutch
    (Demand, "wat is je|wat is jouw|wat is uw|kun je mij|zeg me|zeg ons|waar woont|hoe luidt"),
    (
        Personal,
        "burgerservicenummer|geboortedatum|telefoonnummer|huisadres|woonadres|creditcardnummer|banksaldo|e-mailadres van",
    ),
    // French
    (
        Demand,
        "quel est ton|quelle est ta|quel est votre|quelle est votre|quels sont|peux-tu me donner|pouvez-vous me donner|dis-nous|\
        révèle-moi|où habite",
    ),
    (
        Personal,
        "numéro de sécurité sociale|date de naissance|numéro de téléphone|adresse personnelle|adresse du domicile|\
        carte bancaire|solde du compte|adresse e-mail",
    ),
    // German
    (
        Demand,
        "was ist dein|was ist euer|wie heißt das|wie heißt dein|welches passwort|wie ist dein|verrate mir|kannst du mir|\
        könntest du mir|sag uns",
    ),
    (
        Personal,
        "sozialversicherungsnummer|geburtsdatum|geburtstag|kontostand|wohnort|hausanschrift|kreditkartennummer|handynummer|\
        personalausweis*",
    ),
    // Hindi
    (Demand, "क्या है|बता सकते|बताइए|कहाँ रहता"),
    (Personal, "जन्म तिथि|जन्मतिथि|फ़ोन नंबर|फोन नंबर|घर का पता|क्रेडिट कार्ड|आधार नंबर|ईमेल पता"),
    // Italian
    (Demand, "qual è il tuo|puoi darmi|potresti dirmi|dicci|dove abita|dove vive"),
    (
        Personal,
        "codice fiscale|data di nascita|carta di credito|saldo del conto|indirizzo di casa|l'email di",
    ),
    // Japanese
    (Demand, "は何|を教え|はどこ|教えてくれ|教えて下さい"),
    (Personal, "生年月日|誕生日|自宅の住所|クレジットカード番号|メールアドレス|マイナンバー"),
    // Korean
    (Demand, "뭐예요|뭐야|무엇인가요|알려 줄|말해 줘|어디에 살"),
    (Personal, "생년월일|생일|집 주소|신용카드 번호|이메일 주소|주민등록번호"),
    // Polish
    (
        Demand,
        "jakie jest twoje|jaki jest|jaka jest|czy możesz podać|czy możesz mi|powiedz nam|gdzie mieszka",
    ),
    (Personal, "pesel|data urodzenia|numer karty|saldo konta|adres zamieszkania"),
    // Portuguese
    (
        Demand,
        "qual é o|qual é a|qual é a sua|quais são|você pode me|poderia me dizer|diga-nos|onde mora",
    ),
    (
        Personal,
        "data de nascimento|número de telefone|cartão de crédito|saldo da conta|cpf|endereço residencial|e-mail de",
    ),
    // Russian
    (Demand, "какой у|каков|какая у|какой твой|можешь дать|подскажи|скажи нам|где живет|где живёт"),
    (
        Personal,
        "дата рождения|дату рождения|номер карты|паспортн*|место жительства|адрес проживания|номер паспорта",
    ),
    // Spanish
    (
        Demand,
        "cuál es tu|cuál es su|cuáles son|puedes darme|podrías decirme|dinos|dónde vive|revélame",
    ),
    (
        Personal,
        "número de la seguridad social|fecha de nacimiento|número de teléfono|domicilio|tarjeta de crédito|saldo de la cuenta|\
        correo electrónico de|el correo de",
    ),
    // Turkish
    (Demand, "ne söyler misin|söyler misin|verir misin|paylaşır mısın|nedir|nerede yaşıyor|kaçtır"),
    (Personal, "doğum tarih*|ev adres*|kimlik numara*|kredi kart*|e-posta adres*"),
    // Ukrainian
    (Demand, "який пароль|який у|який твій|яка у|можеш сказати|підкажи|де живе"),
    (
        Personal,
        "дата народження|номер телефону|номер картки|домашня адреса|місце проживання|адреса проживання",
    ),
    // Vietnamese
    (Demand, "là gì|là bao nhiêu|bạn có thể cho|nói cho tôi|cho chúng tôi biết|sống ở đâu"),
    (Personal, "ngày sinh|thẻ tín dụng|số căn cước|địa chỉ nhà|địa chỉ email"),
];
