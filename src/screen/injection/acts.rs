//! Orders on findings and calls of tools, in languages other than English.

use super::lexicon::Class::{self, Act, CallNow, Every, Object};

/// Tables of the languages in the order of their English names.
pub(crate) const ACTS: &[(Class, &str)] = &[
    // Arabic
    (
        Act,
        "أغلق|اغلق|أغلقوا|احذف|احذفوا|امسح|مسح|حذف|إزالة|أزل|اجعل|ضع عليها|ضع علامة|وضع علامة|صنف|خفض|خفضوا|اقبل|قبول|\
        اعتمد|وافق على|افتح|أعد فتح|أنشئ|امنح|انقل|حول |عدل |أضف|ألحق|اعتبر|علّم|علم |إغلاق|أغلقه|أغلقها|احذفها|تجاهل|\
        ارفع",
    ),
    (Every, "جميع|كافة|سائر|كلها|مفتوحة"),
    (
        Object,
        "الثغرات|ثغرة|الثغرة|ثغرات|النتائج|النتيجة|نتيجة|المنتج|المنتجات|الملاحظات|ملاحظات|الملاحظة|المشاريع|الخطورة|خطورة|\
        إيجابية كاذبة|نتائج الاختبار|التنبيه|المخاطر|مخاطر|الحالة|التقرير|الوسم|الثغرات المفتوحة|المستخدمين|مكرر|التنبيهات|\
        القيد|البند|مقبولة",
    ),
    (CallNow, "استدع|شغل|نفذ|استخدم|قم بتشغيل|قم باستدعاء|استدعاء|شغّل"),
    // Chinese
    (
        Act,
        "关闭|關閉|关掉|关了|都关|删除|刪除|删掉|移除|清除|清掉|清空|抹掉|改成|改为|改為|设为|設為|设置为|标为|标成|标记为|標記為|降为|降级|降低|调低|接受|批准|通过所有|打开|重新打开|创建|授予|导出|合并|下调|\
        归为|视为|撤掉|登记为|标为重复|关闭并|撤下|归档|降到",
    ),
    (Every, "所有|全部|每个|每個|一切|每一|各个|都|全都|统统|每条|这些"),
    (
        Object,
        "漏洞|发现|發現|备注|備註|产品|產品|严重程度|严重性|嚴重性|误报|誤報|测试结果|告警|警报|风险|工单|标签|状态|条目|这一条|重复|等级|记录|已接受",
    ),
    (CallNow, "调用|調用|运行|運行|执行|執行|启动|启用|使用工具|请用|用|使用"),
    // Czech
    (
        Act,
        "zavři|zavřete|uzavři|uzavřete|smaž|smažte|vymaž|vymažte|odstraň|odstraňte|označ|označte|nastav|nastavte|změň|\
        změňte|sniž|snižte|přijmi|přijměte|schval|schvalte|otevři|otevřete|vytvoř|vytvořte|přiděl|přidělte|přepni|\
        přepněte|exportuj|vyexportuj|přidej|přidejte|uprav|upravte|sluč|překlasifikuj|považuj|smazat|označit|uzavřít|\
        odstranit|zavřít|přijímáš|zavíráš|změnit|snížit|udělej z|zavřeli|uzavřeli|smazali|zapiš|zapište|oznacte|\
        zavři ho|vyřaď|archivuj",
    ),
    (Every, "všechn*|všech|všem|každ*|veškeré|veškerá|vše|všemi"),
    (
        Object,
        "nález*|zranitelnost*|poznámk*|produkt*|závažnost*|falešný poplach|falešně pozitivní|výsledky testů|hlášení|\
        rizik*|projekt*|chyb*|opraven*|vyřešen*|tiket*|informativní|stav|oprávnění|práva|štít*|uživatelům|engagement*|\
        duplikát|položk*|kritičnost|duplicitní|přijat*",
    ),
    (
        CallNow,
        "zavolej|zavolejte|spusť|spusťte|použij|použijte|vyvolej|vyvolejte|proveď|proveďte|zavolat|spustit",
    ),
    // Dutch
    (
        Act,
        "sluit|sluiten|verwijder|verwijderen|wissen|markeer|markeren|zet|verander|verlaag|accepteer|aanvaard|heropen|\
        exporteer|voeg toe|pas aan|behandel|beschouw|te markeren|te wissen|te sluiten|schakel|schrap|hernoem|verplaats|\
        accepteert|goedkeuren|sluiten jullie|afsluiten|leg vast|registreer|archiveer|markeert|sluit het",
    ),
    (Every, "alle|elke|elk|iedere|ieder|alles|alle open|sommige"),
    (
        Object,
        "bevinding*|kwetsbaarhe*|notitie*|product|producten|ernst|vals-positief|vals positief|fout-positief|\
        testresultaten|melding*|risico*|projecten|opdrachten in|lek|lekken|opgelost|verholpen|informatief|status|\
        rechten|labels|alle gebruikers|tickets|beheerdersrechten|adminrechten|item|duplicaat|record|waarschuwing*|\
        geaccepteerd|inschrijving",
    ),
    (
        CallNow,
        "roep|roep aan|voer|voer uit|start|gebruik de tool|gebruik nu|draai|aanroepen|lanceer|gebruik|gebruik vervolgens",
    ),
    // French
    (
        Act,
        "fermez|fermer|clôture|clôturez|clôturer|clos|supprime|supprimez|supprimer|efface|effacez|effacer|retire|\
        retirez|enlève|marque|marquez|marquer|bascule|basculez|changez|modifie|modifiez|abaisse|abaissez|abaisser|\
        rétrograde|accepte|acceptez|valide|validez|approuve|approuvez|rouvre|rouvrez|ouvre|crée|créez|accorde|accordez|\
        exporte|exportez|ajoute|ajoutez|considère|classez|mets|mettez|résous|réduis|réduisez|fusionne|déclasse|fermiez|\
        fermes|supprimiez|enregistre|enregistrez|baisse|baissez|archivez|abandonne|la fermer|classer|inscris",
    ),
    (Every, "tous|toutes|tout|chaque|l'ensemble des|chacun|chacune|toute"),
    (
        Object,
        "constat|constats|faille|failles|vulnérabilité*|note|notes|produit|produits|gravité|sévérité|faux positif|\
        faux positifs|résultats de test|résultats des tests|alerte|alertes|risque|risques|projets|corrigé*|résolu*|\
        informatif|informative|statut|droits|engagements|étiquettes|critiques|fiche|doublon|entrée|criticité|\
        enregistrement|accepté*|dossier",
    ),
    (
        CallNow,
        "appelle|appelez|exécute|exécutez|lance|lancez|utilise l'outil|utilisez l'outil|invoque|invoquez|appeler|exécuter|\
        utilise|utilisez|sers-toi de",
    ),
    // German
    (
        Act,
        "schließe|schließ|schließen|schliesse|schließt|lösche|lösch|löschen|loesche|entferne|entfernen|markiere|markier|\
        markieren|setze|setz|setzen|stelle|ändere|ändern|stufe|herabstufen|stuf|akzeptiere|akzeptieren|genehmige|genehmigen|\
        gibst|gebt|öffne|öffnen|oeffne|erstelle|exportiere|exportieren|füge|verschiebe|deklariere|werte|behandle|betrachte|\
        kennzeichne|kennzeichnen|vergib|erteile|trage|hake|erledige|bereinige|passe an|zu kennzeichnen|zu löschen|zu entfernen|\
        zu schließen|annehmen|nimm|schliesst|löscht|lege|vermerke|verbuche|senke|reduziere|archiviere|trag|stufst|markierst|\
        schließe ihn|setzt|erfasse|gib jedem|gib allen|gib ihm|gib dieser|gib diesem",
    ),
    (Every, "allen|aller|jede|jeden|jedes|jeder|sämtliche*|jedem"),
    (
        Object,
        "befund*|schwachstelle*|sicherheitslücke*|lücke|lücken|fund|funde|notiz*|produkt|produkte|produktliste|\
        schweregrad|fehlalarm|falschmeldung|false positive|falsch positiv|testergebnis*|meldung|meldungen|risiko|\
        risiken|projekt|projekte|behoben|erledigt|informativ|adminrechte|rechte|etikett*|finding|findings|\
        alle kritischen|eintrag|einträge|duplikat|datensatz|kritikalität|warnung*|akzeptiert|posten|vorfall",
    ),
    (
        CallNow,
        "rufe|ruf|rufen sie|führe|führ|führen sie|starte|starten sie|nutze|nutz|verwende|benutze|aufrufen|ausführen",
    ),
    // Hindi
    (
        Act,
        "बंद कर|बन्द कर|हटा द|हटाओ|हटाएँ|हटाएं|हटाने|मिटा|चिह्नित कर|चिन्हित कर|सेट कर|बदल द|बदलो|घटा|कम कर|स्वीकार कर|\
        मंज़ूर कर|मंजूर कर|खोलो|खोलें|खोल द|बनाओ|बना द|अधिकार द|निर्यात कर|जोड़ो|दिखा द|ले आएँ|घोषित कर|स्तर पर ल|कर दो|\
        डिलीट कर|मान लो|दर्ज कर|घटाओ|मिटाओ|बंद करें|घटा द|हटाइए|कीजिए",
    ),
    (Every, "सभी|सारे|सारी|हर|प्रत्येक|तमाम|सब|समस्त"),
    (
        Object,
        "निष्कर्ष|कमजोरी|कमजोरि|कमज़ोरी|कमज़ोरि|भेद्यता|उत्पाद|नोट|टिप्पणि|गंभीरता|गलत चेतावनी|ग़लत चेतावनी|फॉल्स पॉज़िटिव|\
        परीक्षण के परिणाम|चेतावनी|जोखिम|प्रोजेक्ट|ठीक हुई|हल हुआ|स्थिति|अधिकार|टिकट|जानकारी स्तर|टैग|प्रविष्टि|प्रतिलिपि|\
        चेतावनियाँ|रिकॉर्ड|डुप्लिकेट|स्वीकृत",
    ),
    (CallNow, "कॉल कर|चलाओ|चलाएँ|चलाएं|बुलाओ|निष्पादित कर|इस्तेमाल कर|उपयोग कर|शुरू कर"),
    // Italian
    (
        Act,
        "chiudi|chiudete|chiuda|chiudere|elimina|eliminate|eliminare|cancella|cancellate|cancellare|rimuovi|rimuovete|rimuovere|\
        togli|togliete|contrassegna|contrassegnate|contrassegnare|segna|segnate|segnalo|imposta|impostate|porta|portate|cambia|\
        cambiate|modifica|abbassa|abbassate|declassa|declassate|accetta|accettate|accetti|approva|approvate|riapri|riaprite|\
        apri|concedi|concedete|esporta|esportate|aggiungi|passa|passate|considera|classifica|metti|assegna|riduci|unisci|\
        chiudiate|eliminiate|registra|registrate|abbassi|archivia|archiviate|chiudila|annota",
    ),
    (Every, "tutti|tutte|ogni|ciascun*|tutto|tutta|qualsiasi|qualunque"),
    (
        Object,
        "vulnerabilità|falla|falle|segnalazion*|risultat*|nota|prodotto|prodotti|gravità|falso positivo|falsi positivi|\
        risultati dei test|avviso|avvisi|rischio|rischi|progetti|ingaggi|risolt*|corrett*|informativo|lo stato|\
        permessi|etichette|utenti|rapporto|criticità|ticket|scheda|duplicat*|voce|accettat*|elemento",
    ),
    (
        CallNow,
        "chiama|chiamate|esegui|eseguite|lancia|lanciate|avvia|avviate|usa lo strumento|usate lo strumento|invoca|richiama|\
        utilizza|usa|usate",
    ),
    // Japanese
    (
        Act,
        "閉じて|閉じろ|閉じなさい|閉じること|閉じよ|クローズし|クローズせよ|削除し|削除せよ|削除願|消去し|消して|消せ|消すよう|除去し|変更し|変更すること|変更せよ|変えろ|変えて|下げて|下げる|引き下げ|受け入れ|受容し|\
        承認して|承認せよ|承認しろ|再開せよ|再開し|開け|作成し|付与し|書き出し|として記録|扱いにし|にして、|済みにし|マークし|設定し|追加せよ|格下げ|移し|登録し|閉じる|下げ|削除する|変える|印を付け|消す|上書き|アーカイブ",
    ),
    (Every, "すべて|全て|各|全ユーザ|あらゆる|全員|全件|ことごとく"),
    (
        Object,
        "脆弱性|検出結果|検出|所見|メモ|製品|重大度|深刻度|誤検知|テスト結果|警告|リスク|プロジェクト|修正済|解決済|情報レベル|状態|特権|権限|チケット|タグ|ステータス|報告書|重複|エントリ|記録|受容済み|\
        レコード",
    ),
    (
        CallNow,
        "呼び出せ|呼び出し|実行し|実行せよ|実行しろ|起動し|起動せよ|使って|使え|走らせ|使い|を使",
    ),
    // Korean
    (
        Act,
        "닫아라|닫아 |닫아.|닫으|닫도록|종료해|삭제해|삭제하|삭제하라|지워|지울|제거해|제거하|표시해|표시하|설정해|설정하|바꿔|바꾸|변경해|변경하라|낮춰|낮추|낮춘|강등|수용하|수락하|승인해|승인하라|승인하세요|\
        다시 열|열어라|만들어|생성해|부여하|부여해|내보내|치워|처리해|처리하|간주해|등록해|합쳐|옮겨|닫을|닫고|삭제할|닫아|보관해",
    ),
    (Every, "모든|모두|전부|각|전체|온갖|죄다|싹"),
    (
        Object,
        "취약점|발견|메모|제품|심각도|오탐|테스트 결과|경고|위험|프로젝트|수정됨|해결됨|정보 수준|상태|권한|티켓|태그|보고서|결과를|항목|중복|기록|등급|수용됨|알림",
    ),
    (CallNow, "호출해|호출하|실행해|실행하|시작해|시작하|구동해|사용해|돌려|써서|써라|이용해"),
    // Polish
    (
        Act,
        "zamknij|zamknijcie|zamknąć|usuń|usuńcie|usunąć|skasuj|skasujcie|wykasuj|oznacz|oznaczcie|oznaczyć|ustaw|ustawcie|zmień|\
        zmieńcie|obniż|obniżcie|zaakceptuj|zaakceptujcie|akceptujesz|zatwierdź|zatwierdźcie|zatwierdzić|otwórz|otwórzcie|\
        utwórz|nadaj|nadajcie|przestaw|wyeksportuj|dodaj|dołącz|potraktuj|uznaj|przypisz|zmniejsz|scal|oznaczenie|usunięcie|\
        przyznaj|przełącz|zamkneli|zamknęli|usuneli|zapisz|zapiszcie|obniz|archiwizuj|zamknij go|wpisz jako|odhacz",
    ),
    (Every, "wszystki*|wszelkie|każd*|wszystko|ogół|całość"),
    (
        Object,
        "podatnoś*|znalezisk*|notatk*|produkty|produktów|ważności|ważność|krytyczność|fałszywy alarm|\
        fałszywie dodatni*|wyniki testów|zgłoszeni*|ryzyk*|projekty|luk|lukę|luki|naprawion*|rozwiązan*|informacyjn*|\
        uprawnieni*|etykiet*|użytkownikom|alert|alerty|ustaleni*|wpis|pozycj*|rekord|waznosc|zaakceptowan*|ostrzeżeni*",
    ),
    (
        CallNow,
        "wywołaj|wywołajcie|uruchom|uruchomcie|użyj|użyjcie|odpal|wykonaj|wykonajcie|skorzystaj z",
    ),
    // Portuguese
    (
        Act,
        "feche|fecha|fechem|fechar|encerre|encerrem|exclua|excluam|apague|apaga|apaguem|remova|removam|retirem|elimine|\
        eliminem|marca|marquem|marcar|altere|alterem|mudem|coloque|rebaixe|rebaixem|reduza|aceite|aceitem|aprove|\
        aprovem|reabra|reabram|abra|criem|conceda|concedam|exportem|adicione|acrescente|deixa a|deixe a|mova|atribua|\
        limpe|aceita|aceitas|registre|registrem|baixe|baixa|arquive|feche-a|anote",
    ),
    (Every, "todas|todos|cada|tudo|toda|todo|qualquer"),
    (
        Object,
        "vulnerabilidade*|achado*|falha|falhas|notas|produto|produtos|severidade|gravidade|falsos positivos|\
        resultados dos testes|resultados de teste|alerta|alertas|risco|riscos|projetos|engajamentos|corrigid*|\
        resolvid*|mitigad*|o status|estado|permissão|permissões|etiquetas|usuários|utilizadores|críticos|ficha|\
        duplicad*|registro|criticidade|entrada",
    ),
    (
        CallNow,
        "chame|chama|chamem|executem|rode|dispare|use a ferramenta|utilize a ferramenta|inicie|acione|corra|use",
    ),
    // Russian
    (
        Act,
        "закрой|закройте|закрывай|закрыть|удали|удалите|удалить|сотри|сотрите|стереть|убери|уберите|убрать|отметь|\
        отметьте|отметить|пометь|пометьте|пометить|поменяй|поменяйте|измени|измените|изменить|смени|понизь|понизьте|\
        понизить|снизь|прими|примите|принимаешь|одобри|одобрите|одобрить|открой|откройте|создай|создайте|выдай|выдайте|\
        поставь|поставьте|переведи|переведите|выгрузи|добавь|добавьте|считай|признай|присвой|назначь|очисти|объедини|\
        исправь статус|закрыли|закрывайте|удалили|запиши|запишите|понижай|архивируй|зарегистрируй|закрой её|занеси",
    ),
    (Every, "все|всё|всех|всем|кажд*|всяк*|любые|любой"),
    (
        Object,
        "уязвимост*|находк*|заметк*|продукт|продукты|продуктов|критичност*|серьезност*|серьёзност*|ложное срабатывание|\
        ложным срабатыванием|ложноположительн*|результаты тестов|уведомлени*|замечани*|риск|риски|риска|проекты|проектов|\
        исправлен*|решена|информационн*|статус|права|прав администратора|метк*|тикет*|пользователям|дефект*|отчет|отчёт|запись|\
        дубликат|пункт|карточк*|принят*|предупреждени*",
    ),
    (
        CallNow,
        "вызови|вызовите|запусти|запустите|выполни|выполните|используй инструмент|используй|примени|вызвать|запустить",
    ),
    // Spanish
    (
        Act,
        "cierra|cierre|cierren|cerrar|eliminen|borra|borre|borren|quita|quite|quiten|márcalo|marquen|cambie|cambien|\
        ponga|deja la|deje la|baja|baje|bajen|rebaja|rebaje|acepta|acepte|acepten|aceptas|aprueba|apruebe|aprueben|\
        reabre|reabran|creen|concede|otorga|otorgue|exporta|añade|añada|agrega|clasifica|da de baja|asigna|retira|\
        pasa a|degrada|cerréis|cerreis|registren|ciérrala|cierrala|anota|eliminéis",
    ),
    (Every, "cualquier"),
    (
        Object,
        "vulnerabilidad|vulnerabilidades|hallazgo*|fallo|fallos|producto|productos|gravedad|severidad|criticidad|\
        resultados de las pruebas|resultados de prueba|riesgo|riesgos|compromisos|proyectos|corregid*|resuelt*|\
        informativ*|el estado|permisos|los usuarios|aceptad*|incidencia",
    ),
    (
        CallNow,
        "llama|llame|llamen|llamad|ejecuta|ejecute|ejecuten|lanza|usa la herramienta|utiliza la herramienta|inicia",
    ),
    // Turkish
    (
        Act,
        "kapat|kapatın|kapatınız|kapatmanı|sil|silin|siliniz|silmeni|silebilirsin|kaldır|kaldırın|temizle|işaretle|işaretleyin|\
        işaretlemek|ayarla|ayarlayın|yap|yapın|yapıver|değiştir|değiştirin|düşür|düşürün|düşürülür|kabul et|kabul edin|\
        kabul edersin|onayla|onaylayın|yeniden aç|oluştur|oluşturun|yetkisi ver|aktar|ekle|birleştir|taşı|çevir|kapatmanızı|\
        kaydet|kaydedin|arşivle|silmenizi|kapatmalısın",
    ),
    (Every, "tüm|bütün|her|hepsi*|tümünü|her bir"),
    (
        Object,
        "bulgu*|zafiyet*|açığı|açık*|güvenlik açı*|notlar*|notu|nota|ürün*|önem derece*|ciddiyet*|yanlış pozitif*|test sonuç*|uyarı*|\
        risk*|proje*|giderilmiş|çözüldü|düzeltildi|bilgilendirme|durum*|yetki*|etiket*|kullanıcılara|kaydı|kayıt|kopya|madde|\
        kabul edildi|uyarılar*|giriş",
    ),
    (
        CallNow,
        "çağır|çağırın|çalıştır|çalıştırın|başlat|başlatın|kullan|kullanın|yürüt|yürütün|tetikle",
    ),
    // Ukrainian
    (
        Act,
        "закрий|закрийте|закривай|закрити|видали|видаліть|видалити|зітри|зітріть|стерти|прибери|приберіть|прибрати|\
        познач|позначте|позначити|зміни|змініть|змінити|знизь|знизьте|знизити|прийми|прийміть|прийняти|приймаєш|схвали|\
        схваліть|схвалити|відкрий|відкрийте|створи|створіть|надай|надайте|постав|поставте|вивантаж|додай|додайте|\
        вважай|признач|об'єднай|закрили|закривайте|видалили|запишіть|знижуй|архівуй|зареєструй",
    ),
    (Every, "всі|усі|усіх|всіх|усім|всім|кожн*|усе|будь-які"),
    (
        Object,
        "вразливост*|вразливість|знахідк*|нотатк*|продукти|продуктів|критичніст*|серйозніст*|хибне спрацювання|\
        хибним спрацюванням|результати тестів|сповіщенн*|зауваженн*|ризик|ризики|ризиків|проєкти|проекти|виправлен*|\
        вирішено|інформаційн*|мітк*|тікет*|користувачам|звіт|запис|дублікат|картк*|прийнят*|попередженн*",
    ),
    (
        CallNow,
        "виклич|викличте|запустіть|виконай|виконайте|використай|викликати|запустити|застосуй",
    ),
    // Vietnamese
    (
        Act,
        "xoá|bỏ các|đánh dấu|giảm|chấp nhận|phê duyệt|mở lại|cấp quyền|hạ cảnh báo|hạ mức|hạ xuống|đặt thành|ghi nhận|\
        đóng lại|lưu trữ|đánh dấu mục|xóa hết|đặt lỗ hổng|đặt mức|đặt trạng thái|đổi mức|đổi trạng thái",
    ),
    (Every, "tất cả|từng|toàn bộ"),
    (
        Object,
        "lỗ hổng|phát hiện|ghi chú|sản phẩm|mức độ|mức nghiêm trọng|dương tính giả|kết quả kiểm thử|cảnh báo|rủi ro|\
        dự án|đã khắc phục|đã giải quyết|đã sửa|mức thông tin|trạng thái|quyền|phiếu|người dùng|trùng lặp|bản ghi|\
        đã chấp nhận",
    ),
    (
        CallNow,
        "hãy gọi|gọi hàm|gọi|chạy|hãy chạy|thực thi|khởi chạy|dùng công cụ|sử dụng công cụ|kích hoạt|dùng|sử dụng",
    ),
];
