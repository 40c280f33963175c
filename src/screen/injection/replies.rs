//! Dictated answers, in languages other than English.

use super::lexicon::Class::{self, AllClear, Asker, Must, Only, Reply, Summary};

/// Tables of the languages in the order of their English names.
pub(crate) const REPLIES: &[(Class, &str)] = &[
    // Arabic
    (Reply, "أجيبي|ردك|جاوب|اكتب|اذكر أن|أبلغ|اختم|أكد|صرح|اعترف بأن|كل رد|إجابتك"),
    (Only, "فقط|لا غير|حصرا|دون سواه|بهذه الجملة|بعبارة|بكلمة"),
    (Summary, "ملخصك|ملخص|تقريرك|خلاصتك|إجابتك|ردك"),
    (Must, "يجب|ينبغي|لا بد|عليك"),
    (Asker, "لكل من يسأل|من يسأل|لمن يسأل|إذا سئلت"),
    (
        AllClear,
        "لم يتم العثور على|لا توجد ثغرات|لا ثغرات|المنتج آمن|لا شيء للإصلاح|كل شيء نظيف|كل شيء سليم|لا مشاكل|\
        لا توجد مشاكل|سليم تماما|خال من الثغرات|لم يعثر على شيء|لا شيء|خال من",
    ),
    // Chinese
    (
        Reply,
        "回答|回复|回覆|答复|报告称|声称|聲稱|宣称|告诉所有人|说成|写成|回应|每次回答|结论写|断言|就说",
    ),
    (Only, "只用|仅用|只需|只能|仅|僅|唯一|不得包含其他|别无其他|其他什么都不|结尾|一律|都以|只有"),
    (Summary, "总结|總結|摘要|回答|答复|结论"),
    (Must, "必须|必須|要写|应写|要说|一定要|须|应当"),
    (Asker, "无论谁问|谁问|有人问|不管谁问|被问到"),
    (
        AllClear,
        "没有发现任何漏洞|没有漏洞|未发现漏洞|未发现任何|是安全的|绝对安全|一切正常|一切安全|一切干净|无需修复|没有问题|不存在漏洞|完全安全|没有风险|什么都没发现|没有任何发现|什么也没有发现|系统没有漏洞",
    ),
    // Czech
    (
        Reply,
        "odpověz|odpovídej|odpovězte|odpovídejte|napiš|napište|řekni|tvrď|tvrďte|uveď|uveďte|shrň|prohlas|sděl|zakonči|hlas|\
        nahlas|opakuj|přelož|konstatuj",
    ),
    (Only, "pouze|jen|jenom|výhradně|výlučně|nic jiného|slovy|větou|jediným slovem"),
    (Summary, "shrnutí|odpověď|odpovědi|zprávě|zprávu"),
    (Must, "musí|má stát|má být|mělo by|ať"),
    (Asker, "každému, kdo se zeptá|kdo se zeptá|na dotaz|když se někdo zeptá"),
    (
        AllClear,
        "nebyly nalezeny|žádné zranitelnosti|žádná zranitelnost|je bezpečný|je bezpečné|vše čisté|není co opravovat|\
        vše v pořádku|bez chyb|žádné problémy|žádný problém|je v pořádku|nic nebylo nalezeno|nic se nenašlo|bez zranitelností|\
        nemá zranitelnosti",
    ),
    // Dutch
    (
        Reply,
        "antwoord|antwoorden|beantwoord|reageer|schrijf|zeg|beweer|vermeld|vat samen|meld dat|rapporteer|stel dat|concludeer|\
        eindig|begin elk|herhaal|verklaar|bericht dat",
    ),
    (Only, "alleen|uitsluitend|enkel|slechts|niets anders|met de zin|met het woord|louter"),
    (Summary, "samenvatting|antwoord|rapport|verslag|eindrapport|eindverslag"),
    (Must, "moet|moeten|dient|zal"),
    (Asker, "wie ernaar vraagt|als iemand vraagt|wie het vraagt"),
    (
        AllClear,
        "geen kwetsbaarheden|is veilig|veilig is|alles schoon|niets te doen|alles in orde|geen problemen|geen bevindingen|\
        volledig veilig|alles is veilig|niets gevonden|er is niets aan de hand|er niets is gevonden|niets is gevonden|\
        geen kwetsbaarheden heeft",
    ),
    // French
    (
        Reply,
        "réponds|répondez|répondre|écris|écrivez|dites|affirme|affirmez|résumez|indiquez|signalez|déclare|déclarez|conclus|\
        concluez|terminez|répète|répétez|rapporte|prétends|chaque réponse|ta réponse|votre réponse",
    ),
    (
        Only,
        "uniquement|seulement|exclusivement|rien d'autre|simplement|par la phrase|par le mot|rien que|chaque réponse|juste",
    ),
    (Summary, "résumé|réponse|synthèse|bilan"),
    (Must, "doit|doivent|devra|il faut"),
    (Asker, "quiconque pose|à quiconque|si on te demande|si quelqu'un demande|à qui demande"),
    (
        AllClear,
        "aucune vulnérabilité|aucune faille|aucun problème|est sûr|est sûre|est sécurisé*|tout est propre|rien à corriger|\
        tout va bien|tout est en ordre|sans danger|rien à signaler|parfaitement sûr|tout est sûr|rien n'a été trouvé|\
        rien trouvé|ne contient aucune|ne présente aucune",
    ),
    // German
    (
        Reply,
        "antworte|antworten sie|beantworte|schreib|schreibe|schreiben sie|sag|sage|sagen sie|behaupte|behaupten sie|melde|\
        melden sie|berichte|fasse|gib an|beende|wiederhole|bestätige, dass|teile mit|stelle fest|deine ausgabe|vermerke|\
        schließe jede antwort",
    ),
    (
        Only,
        "nur|ausschließlich|lediglich|nichts anderes|einzig|mit dem satz|mit dem wort|jede antwort|ausschliesslich|bloß|\
        sonst nichts",
    ),
    (
        Summary,
        "zusammenfassung|antwort|bericht|ausgabe|fazit|abschlussbericht|endbericht|schlussbericht",
    ),
    (Must, "soll|sollen|muss|müssen|hat zu"),
    (
        Asker,
        "jedem, der fragt|wer fragt|falls jemand fragt|wenn jemand fragt|auf nachfrage antworte",
    ),
    (
        AllClear,
        "keine schwachstellen|keine sicherheitslücken|keine lücken|keine probleme|keine befunde|sicher ist|ist sicher|\
        alles sauber|nichts zu tun|alles in ordnung|nichts gefunden|völlig sicher|unbedenklich|alles ist sicher|\
        nichts zu beanstanden|keine funde|nichts gefunden wurde|nichts zu finden",
    ),
    // Hindi
    (
        Reply,
        "उत्तर दो|उत्तर दें|जवाब दो|जवाब दें|हर जवाब|लिखो|लिखें|कहो|दावा कर|बताओ कि|रिपोर्ट कर|घोषणा कर|समाप्त कर|दोहरा|\
        अनुवाद कर|बोलो",
    ),
    (Only, "केवल|सिर्फ|सिर्फ़|मात्र|और कुछ नहीं|इस वाक्य|इसी वाक्य|हर जवाब"),
    (Summary, "सारांश|जवाब|उत्तर|रिपोर्ट"),
    (Must, "चाहिए|होना|ज़रूरी"),
    (Asker, "जो भी पूछे|कोई पूछे|पूछने पर"),
    (
        AllClear,
        "कोई कमजोरी नहीं|कोई कमज़ोरी नहीं|सुरक्षित है|सब साफ|सब ठीक|कोई समस्या नहीं|कुछ ठीक नहीं करना|कोई खामी नहीं|\
        पूरी तरह सुरक्षित|कोई भेद्यता नहीं|कुछ नहीं मिला",
    ),
    // Italian
    (
        Reply,
        "rispondi|rispondete|risponda|scrivi|scrivete|afferma|affermate|riassumi|riferisci|concludi|concludete|ripeti|\
        ripetete|ogni risposta|la tua risposta",
    ),
    (
        Only,
        "soltanto|solo|solamente|esclusivamente|unicamente|nient'altro|con la frase|con la parola|ogni risposta|semplicemente",
    ),
    (Summary, "riassunto|risposta|rapporto|sintesi|riepilogo"),
    (Must, "deve|devono|dovrà|bisogna"),
    (Asker, "a chiunque|chiunque lo chieda|se qualcuno chiede|a chi chiede"),
    (
        AllClear,
        "nessuna vulnerabilità|nessuna falla|nessun problema|è sicuro|è sicura|sia sicuro|tutto pulito|niente da correggere|\
        tutto a posto|tutto in ordine|va tutto bene|niente da segnalare|tutto è sicuro|non ci sono vulnerabilità|\
        non è stato trovato nulla|nulla è stato trovato|non ha vulnerabilità|non contiene",
    ),
    // Japanese
    (
        Reply,
        "答えて|答えろ|答えよ|答えなさい|回答して|回答せよ|回答し|返答し|返信し|返事を|主張して|主張し|報告して|報告し|述べて|締めくく|言い張|言ってください|書け|出力せよ|繰り返し|訳して|断言し",
    ),
    (Only, "だけで|のみ|だけを|以外は|以外の|一文だけ|一言だけ|毎回|必ず|に限る"),
    (Summary, "要約|報告|返事|まとめ"),
    (Must, "書くこと|こと|べき|なければ"),
    (Asker, "誰に聞かれても|聞かれたら|質問されたら|尋ねられたら"),
    (
        AllClear,
        "脆弱性は見つかりません|脆弱性はありません|脆弱性なし|安全だ|安全です|安全である|問題なし|問題ありません|修正不要|異常なし|すべて正常|見つからなかった|完全に安全|何も見つからなかった|何もなかった|脆弱性はない|脆弱性がない",
    ),
    // Korean
    (
        Reply,
        "답하|답해|대답하|대답해|응답하|응답해|답변을|답변은|모든 답변|적어|써라|주장해|주장하|보고하라|보고해|말하라|말해라|진술하|끝내|결론지|반복해|번역해|작성해",
    ),
    (Only, "만 답|으로만|로만|오직|만으로|외에는|한 문장|한마디로|항상|모든 답변|뿐"),
    (Summary, "요약|답변|보고|응답"),
    (Must, "해야|적어|적을 것|써야|반드시"),
    (Asker, "누가 물어도|물어보면|질문하면|누가 묻든"),
    (
        AllClear,
        "취약점이 발견되지 않|취약점이 없|취약점 없음|안전하다|안전합니다|안전함|문제없|문제 없|이상 없|깨끗함|고칠 것 없|모두 정상|완전히 안전|발견되지 않았|아무것도 발견되지",
    ),
    // Polish
    (
        Reply,
        "odpowiedz|odpowiadaj|odpowiedzcie|napisz|napiszcie|powiedz|stwierdź|stwierdzaj|twierdź|podsumuj|zgłoś, że|raportuj|\
        kończ|zakończ|powtórz|powtarzaj|przetłumacz|oświadcz|każdą odpowiedź|poinformuj, że",
    ),
    (Only, "wyłącznie|tylko|jedynie|nic innego|zdaniem|słowem|słowami|niczym więcej"),
    (Summary, "podsumowani*|odpowiedź|odpowiedzi|raporcie|streszczeni*"),
    (Must, "ma być|musi|powinno|powinien|ma zawierać"),
    (Asker, "każdemu, kto zapyta|kto zapyta|jeśli ktoś zapyta|na pytanie"),
    (
        AllClear,
        "nie znaleziono|żadnych podatności|brak podatności|jest bezpieczny|jest bezpieczne|wszystko czyste|nic do poprawy|\
        wszystko w porządku|brak problemów|żadnych problemów|wszystko jest bezpieczne|nie ma podatności|nie ma luk|\
        nic nie znaleziono|niczego nie znaleziono",
    ),
    // Portuguese
    (
        Reply,
        "responda|respondam|escreva|escreve|diga que|afirme|afirma|afirmem|resuma|informe que|repita|alegue|\
        cada resposta|sua resposta|tua resposta|reporte que",
    ),
    (
        Only,
        "apenas|somente|exclusivamente|nada mais|com a frase|com a palavra|cada resposta|simplesmente",
    ),
    (Summary, "resumo|resposta|relatório"),
    (Must, "devem|deverá|tem que|precisa"),
    (Asker, "a quem perguntar|se alguém perguntar|quem perguntar"),
    (
        AllClear,
        "nenhuma vulnerabilidade|nenhuma falha|nenhum problema|é seguro|é segura|está seguro|tudo limpo|nada a corrigir|\
        tudo certo|tudo em ordem|tudo bem|nada a relatar|tudo é seguro|não há vulnerabilidades|sem vulnerabilidades|\
        nada foi encontrado|não tem vulnerabilidades|não contém",
    ),
    // Russian
    (
        Reply,
        "отвечай|отвечайте|ответь|ответьте|напиши|напишите|скажи|скажите|утверждай|утверждайте|заяви|сообщи, что|сообщай, что|\
        подытожь|заканчивай|заверши|завершай|повтори|повторяй|переведи фразу|каждый ответ|твой ответ|выведи только|укажи, что|\
        доложи",
    ),
    (
        Only,
        "только|лишь|исключительно|ничего кроме|ничего больше|одной фразой|фразой|словом|словами|единственн*|каждый ответ",
    ),
    (Summary, "резюме|отчете|отчёте|ответе|сводке|итоге"),
    (Must, "должн*|следует|нужно|надо"),
    (Asker, "всем, кто спросит|кто спросит|если кто-то спросит|если спросят"),
    (
        AllClear,
        "уязвимостей не обнаружено|уязвимостей не найдено|нет уязвимостей|уязвимостей нет|безопасен|безопасно|безопасна|\
        все чисто|всё чисто|исправлять нечего|все в порядке|всё в порядке|проблем нет|нет проблем|ничего не найдено|\
        проблем не обнаружено|не содержит уязвимостей|ничего не обнаружено",
    ),
    // Spanish
    (
        Reply,
        "respondan|contesta|conteste|di que|indica que|informa que|concluye|concluya|repite|sostén que|cada respuesta|\
        tu respuesta",
    ),
    (Only, "únicamente|sólo|nada más|con la palabra|cada respuesta|simplemente|tan solo"),
    (Summary, "resumen|respuesta|informe|síntesis"),
    (Must, "debe|deben|deberá|tiene que|hay que"),
    (Asker, "a quien pregunte|quien pregunte|si alguien pregunta|si te preguntan"),
    (
        AllClear,
        "no se encontraron|ninguna vulnerabilidad|no hay vulnerabilidades|ningún problema|es seguro|es segura|todo limpio|\
        nada que corregir|todo en orden|todo está bien|todo va bien|nada que reportar|todo es seguro|sin vulnerabilidades|\
        completamente seguro|sin hallazgos|no se encontró nada|nada encontrado|no tiene vulnerabilidades|no contiene",
    ),
    // Turkish
    (
        Reply,
        "yanıt ver|yanıtla|cevap ver|cevapla|cevabı|yanıtı|özetle|belirt|belirtin|bildir|iddia et|sonlandır|tekrarla|tekrar et|\
        rapor et|raporla|her cevabı",
    ),
    (
        Only,
        "yalnızca|sadece|yalnız|başka hiçbir şey|şu cümleyle|cümlesiyle|tek kelimeyle|her cevabı|her yanıtı|salt",
    ),
    (Summary, "özetin*|özet|yanıtın*|cevabın*|raporun*"),
    (Must, "yazmalı|olmalı|gerek|gerekir|belirtmeli|zorunda"),
    (Asker, "kim sorarsa|soran olursa|soran herkese|sorulursa"),
    (
        AllClear,
        "güvenlik açığı bulunamadı|açık bulunamadı|zafiyet bulunamadı|zafiyet yok|güvenli olduğunu|güvenlidir|her şey temiz|\
        her şey yolunda|düzeltilecek bir şey yok|sorun yok|hiçbir sorun|tamamen güvenli|açık yok|bulunamadı|\
        hiçbir şey bulunmadığı|hiçbir şey bulunamadı|açığı olmadığını|açığı yok|zafiyet olmadığını",
    ),
    // Ukrainian
    (
        Reply,
        "відповідай|відповідайте|відповіси|напишіть|скажіть|стверджуй|стверджуйте|повідом, що|підсумуй|завершуй|\
        закінчуй|повторюй|переклади|кожну відповідь|твоя відповідь|вкажи, що",
    ),
    (Only, "лише|тільки|виключно|нічого крім|нічого більше|фразою|єдин*|кожну відповідь"),
    (Summary, "підсумку|звіті|відповіді|зведенні"),
    (Must, "має|мають|повинен|повинно|слід|треба|потрібно"),
    (Asker, "усім, хто запитає|хто запитає|якщо хтось запитає|якщо запитають"),
    (
        AllClear,
        "вразливостей не виявлено|вразливостей не знайдено|немає вразливостей|вразливостей немає|безпечний|безпечно|\
        безпечна|усе чисто|виправляти нічого|усе гаразд|все гаразд|проблем немає|немає проблем|нічого не знайдено|\
        проблем не виявлено|нічого не виявлено",
    ),
    // Vietnamese
    (
        Reply,
        "trả lời|hãy nói|nói rằng|viết rằng|khẳng định|báo cáo rằng|tuyên bố|mỗi câu trả lời|xác nhận rằng",
    ),
    (Only, "duy nhất|không gì khác|bằng câu|bằng từ|mỗi câu trả lời|đúng một"),
    (Summary, "bản tóm tắt|tóm tắt|câu trả lời|báo cáo"),
    (Must, "phải|cần|hãy ghi"),
    (Asker, "ai hỏi|nếu có ai hỏi|khi được hỏi"),
    (
        AllClear,
        "không tìm thấy lỗ hổng|không có lỗ hổng|an toàn|mọi thứ sạch|không cần sửa|mọi thứ ổn|không có vấn đề|không phát hiện|\
        không còn lỗ hổng|tất cả đều ổn|không tìm thấy gì",
    ),
];
