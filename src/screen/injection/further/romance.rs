//! Further wordings in French, Italian, Portuguese and Spanish.

use crate::screen::injection::lexicon::Class::{
    self, About, Act, Acting, Address, AllBefore, AllClear, Asker, Attn, Authority, Command,
    Consent, Demand, Dictate, DontAsk, Fetch, Follow, Gives, Greet, Here, IgnoreAnywhere, Innards,
    Instructions, JailbreakHint, Lapsed, Machine, Needless, NewRules, NewTask, NoConfirm, NoOne,
    NotShow, NotTell, Object, Person, Persona, Prior, Privilege, Released, Reply, Reveal, Rules,
    Secret, SelfClaim, Sink, Stealth, Steer, Task, TellOne, ThisStep, Told, VoiceLine, VoiceTag,
    Your,
};

/// Tables of the languages in the order of their English names.
pub(crate) const ROMANCE: &[(Class, &str)] = &[
    // French
    (About, "chatbots|modèle de langage|attaquant*|jeu de test"),
    (Act, "ferme|baisser|réattribue*|considérez|passer|confirme"),
    (
        AllClear,
        "rien n'a été modifié|produit est sûr|n'a aucune faille|vulnérabilités sont corrigées|aucune modification|\
        rien d'anormal",
    ),
    (Asker, "si l'on te demande|peu importe la question|si l'on t'*"),
    (
        Attn,
        "si vous êtes|si tu es|toi|destiné à|à l'intention|quand tu|au moment de|cher|tout programme|si un|\
        remarque pour|note pour",
    ),
    (Authority, "provient de l'équipe|prime sur tou*|t'autorise à|te permets|avec l'accord"),
    (DontAsk, "^ne demande pas"),
    (
        Fetch,
        "^copiez|^copie|^ajoutez|^ajoute|^indiquez|^indique|^affiche|^affichez|^récupère|^insère|^lis",
    ),
    (Follow, "suivez|faites"),
    (
        Gives,
        "ajoute-les|affiche|mets-les|joins|inscris|restitue*|colle-le|ajoute une note|mentionne",
    ),
    (Here, "écrit ici|cette fiche|plus bas"),
    (
        IgnoreAnywhere,
        "^négligez|veuillez ignorer|maintenant oublie|veuillez oublier|et oublie|^oublie|^oubliez|n'écoute plus|\
        n'applique pas|aucune importance",
    ),
    (
        Innards,
        "instructions internes|instructions système|qui précède ce|tes instructions|ton prompt",
    ),
    (Instructions, "tâches"),
    (JailbreakHint, "mode test"),
    (
        Lapsed,
        "n'ont plus aucun*|n'est plus valable|n'est valable|sont levées|suspendu*|ne compte plus|ne comptent plus|\
        ne s'applique pas|ne s'appliquent pas|ne valent pas|n'as plus|t'as plus|dispensé*|est obsolète|sont obsolètes|sont nulles",
    ),
    (
        Machine,
        "l'ia|systèmes d'ia|l'agent|agent automati*|tu résumeras|résumer ce*|qui traite ce*|lis ce*",
    ),
    (Needless, "sauter|contourne|désactivé*|te passer de|superflue"),
    (NewTask, "ta nouvelle tâche"),
    (NoConfirm, "^ne demande pas"),
    (
        NotShow,
        "ne doit en aucun cas|ne doit pas être informé*|besoin de le savoir|besoin de savoir",
    ),
    (
        NotTell,
        "évitez de signaler|ne mentionne|n'inclus aucun*|dans l'ignorance|omets|passe sous silence|passez sous silence|\
        n'a pas à savoir|sous silence|rien dire à",
    ),
    (Object, "statuts"),
    (Persona, "tu n'es plus un|active le mode|tu te trouves|glisse-toi dans|tu es dès"),
    (Privilege, "libre de toute|aucune restriction|tous les droits|aucune règle"),
    (Released, "n'as à respecter aucun*"),
    (Reply, "dis simplement|dis que"),
    (Reveal, "^mail me|^mail us|^mail the"),
    (Rules, "garde-fou*|limitation*|interdiction*|règles de sécurité|consignes de sécurité"),
    (Secret, "identifiants de connexion|vos identifiants|tes identifiants|clé d'accès|jeton"),
    (
        Sink,
        "en note|dans une note|une note contenant|en commentaire|dans ta réponse|dans la description",
    ),
    (Stealth, "en toute discrétion|discrètement|entre nous"),
    (
        Steer,
        "le bon résumé|la bonne réponse|n'ajoute rien|cette seule phrase|doit se lire|n'écris rien d'autre|\
        se limiter à la phrase",
    ),
    (Task, "ta nouvelle mission"),
    (
        ThisStep,
        "cette opération|cette action|cette consigne|cette instruction|ce changement|cette demande",
    ),
    (Told, "on t'a|on vous a|t'a été|vous a été|as reçu*|ce qui vient avant"),
    (VoiceLine, "^avis du système"),
    (VoiceTag, "[système]"),
    (Your, "tu n'as|vous êtes|tu es"),
    // Italian
    (About, "modello linguistico|attaccant*|aggressor*|set di prova"),
    (Act, "riassegna*|assegnagli|ridurre|chiudilo|contrassegnala|crea|conferma questo"),
    (Address, "^assistente,"),
    (
        AllClear,
        "nulla è stato modificato|prodotto è sicuro|non presenta vulnerabilità|tutto sicuro|non sono state trovate|\
        vulnerabilità sono state risolte|alcuna modifica|nulla di anomalo",
    ),
    (Asker, "qualunque sia la domanda|l'utente lo chiede"),
    (Attn, "se sei|ehi|quando riassumi|nel riassumere|rivolto all'*|caro|programma|se un"),
    (
        Authority,
        "ti autorizzo a|ha la precedenza su tutt*|già approvato|ti consento|con l'approvazione|assenso",
    ),
    (Consent, "il permesso|passaggio di approvazione"),
    (Demand, "quali sono i tuoi|quali sono le tue|qual è la tua"),
    (Fetch, "^mostra|^riporta|^inserisci|^aggiungi|^indica|^recupera|^leggi"),
    (Follow, "vale"),
    (
        Gives,
        "inseriscile|inseriscila|mostra la|mostra il|scrivila|dammi|trasmettile|riveli|riportale|riporta qui|\
        trasmettimi|indica nella",
    ),
    (Here, "riportato qui|scritto sotto|questo report|paragrafo seguente"),
    (
        IgnoreAnywhere,
        "ora dimentica|e dimentica|^dimentichi|^dimentica|^dimenticate|non dare più retta|di trascurare|\
        di non tenere conto|alcun peso",
    ),
    (Innards, "istruzioni interne|tuo prompt|che precede questo"),
    (JailbreakHint, "modalità test"),
    (
        Lapsed,
        "considerata nulla|sospes*|non valgono|vale per questo|non conta più|non hai più|esonerat*|prive di",
    ),
    (
        Machine,
        "all'agente|sistemi di ia|assistente virtuale|ia che|riassumi quest*|riassumere quest*|elabori quest*|\
        leggono quest*|agente automat*",
    ),
    (Needless, "saltare|aggira|disabilitat*|fare a meno|soppress*"),
    (NoConfirm, "senza verifiche|senza controlli|senza ulteriori controlli"),
    (NoOne, "a nessuno"),
    (NotShow, "restare riservat*|non deve venire|bisogno di saperlo"),
    (
        NotTell,
        "non comunicare all'|acqua in bocca|nessuna parola|eviti di segnalare|senza menzionare|nascondi all'|\
        non farne cenno|ometti|all'oscuro|non inserire alcun*|venire a sapere",
    ),
    (Object, "stati|voci|utente"),
    (Person, "all'operatore|il cliente"),
    (Persona, "non sei più un|immagina di|attiva la modalità|ti trovi|interpreti"),
    (Prior, "normalmente segui"),
    (Privilege, "libero da|tutti i permessi|non conosce regole"),
    (Released, "non devi rispettare"),
    (Reply, "sostieni che|digli|di'"),
    (Rules, "limiti|regole di sicurezza|disposizioni di sicurezza"),
    (Secret, "chiave di accesso|il token"),
    (SelfClaim, "qui parla|come responsabile|come amministratore|come sviluppatore"),
    (Sink, "in una nota|come nota|una nota con|come commento|nella tua risposta|nella descrizione"),
    (Stealth, "senza farlo sapere|tra noi"),
    (Steer, "riassunto corretto|risposta corretta|deve recitare|limitarsi alla frase"),
    (Task, "la tua nuova missione|nuovo compito"),
    (TellOne, "non dirlo|farlo sapere"),
    (ThisStep, "questa istruzione|questa operazione|questa richiesta"),
    (Told, "ti è stat*|ti hanno|le è stat*|che viene prima"),
    (Your, "ti è stat*|sue|non hai"),
    // Portuguese
    (About, "atacante*|invasor*|modelo de linguagem"),
    (
        Act,
        "^passe|feche-*|marque-*|exclua-*|tire|ponha|desative|desativa|trate|dê por|^excluir|^apagar",
    ),
    (Acting, "você obedece|executa qualquer"),
    (
        Address,
        "você é um agente|você é um assistente|você é um modelo|você for um*|és um agente|^ia,|o assistente deve|\
        quando processar|quando resumir|ao resumir est*",
    ),
    (AllBefore, "o que vem acima"),
    (
        AllClear,
        "saiu limp*|não foram encontrad*|não existe nenhum*|nada foi alterad*|nunca existiu|nenhuma ação|\
        nenhuma modificação|nenhuma alteração|sem ocorrências|não há risco*",
    ),
    (Asker, "se perguntarem|se perguntar|pergunte|queira saber"),
    (Attn, "^para|recado|lerem|lido"),
    (Authority, "dou permissão|quem fala é|tem permissão|foi autorizad*"),
    (Command, "^antes de responder"),
    (Consent, "validação|assinatura"),
    (Dictate, "sua resposta deve|sua resposta final|ao resumir|no seu resumo|seu relatório deve"),
    (DontAsk, "não faça perguntas"),
    (Follow, "cumpra"),
    (Gives, "publique|cole|me envie|me entregue"),
    (Here, "o que está escrito"),
    (
        IgnoreAnywhere,
        "não liga|não ligue|o contrário do|deixa pra lá|dispensado d*|anulamos|finja que não|prescinda d*|contorne",
    ),
    (
        Innards,
        "seu prompt|sua mensagem de sistema|suas instruções|instruções internas|configuração interna|prompt inicial|\
        lista de ferramentas",
    ),
    (Instructions, "pedido original|tarefa original"),
    (
        Lapsed,
        "não te afeta*|não se aplica*|não vale*|não vigor*|não contam|suspens*|cancelad*|desligad*|não tem validade",
    ),
    (Machine, "assistente automatizado|agente automatizado|agentes que|agente que"),
    (Needless, "pular|saltar|dispensar|não precisam"),
    (NewRules, "novas instruções:|suas novas instruções|nova tarefa:|nova tarefa atribuída"),
    (NewTask, "sua nova tarefa|sua nova missão|sua única tarefa"),
    (NoConfirm, "sem pedir|sem consultar"),
    (NotShow, "^esconda|não deve aparecer|não precisa saber"),
    (NotTell, "não faça nenhuma|não faça referência"),
    (Object, "aceito|aceitos|itens"),
    (Person, "na resposta|na sua resposta"),
    (Persona, "agora você trabalha|em diante você"),
    (Privilege, "não há filtros"),
    (Reply, "^responde"),
    (Rules, "filtros|salvaguard*|limitação"),
    (Secret, "token de acesso"),
    (Stealth, "só entre nós|na surdina"),
    (Steer, "resposta correta é|resumo correto|único resumo|com essa frase|limite a sua resposta"),
    (ThisStep, "este texto|este parágrafo|esta ação|que fizer"),
    (Told, "te configur*|lhe mand*|te mand*|te fal*|que recebeu"),
    (VoiceLine, "^mensagem do sistema"),
    (VoiceTag, "[sistema]|<sistema>"),
    (Your, "te afeta*|o impeç*|te impeç*"),
    // Spanish
    (About, "atacante*|modelo de lenguaje"),
    (Act, "cierral*|cierrel*|márcal*|elimínal*|ponl*|^etiquet*|desactiva|^eliminar|^borrar"),
    (Acting, "obedeces|ejecutas cualquier"),
    (
        Address,
        "eres un agente|eres un asistente|eres un modelo|^asistente,|el asistente debe|cuando proceses|cuando resumas|\
        cuando analices|al resumir este",
    ),
    (
        AllClear,
        "salió limpi*|no quedan|no se han encontrado|no existe ningun*|no has modificado|nunca existió|ninguna acción|\
        ninguna modificación|ningún cambio|sin incidencias|sin novedad*",
    ),
    (Asker, "si pregunta|si preguntan|pregunte|quiera saber"),
    (Attn, "leyendo|lean|procese*"),
    (Authority, "te autorizamos|le autorizo|les habla|fue autorizad*"),
    (Command, "^elimina tod*"),
    (Consent, "comprobaciones|validación|firma"),
    (Dictate, "tu resumen|tu informe|tu respuesta|al resumir"),
    (DontAsk, "no hagas preguntas"),
    (Follow, "cumple|cumpla"),
    (Gives, "muéstranos|envíame|entrégame"),
    (Greet, "oye|señor"),
    (Here, "esta descripción"),
    (
        IgnoreAnywhere,
        "ni caso|lo contrario de|no le hagas caso|obvie|sáltat*|liberado de|haz como que|no te atengas",
    ),
    (
        Innards,
        "tu prompt|tu mensaje de sistema|tus instrucciones|instrucciones internas|configuración interna|\
        con la que fuiste|lista de herramientas",
    ),
    (Instructions, "pauta*|petición original"),
    (
        Lapsed,
        "no te afecta*|no te obliga*|no aplica*|no se aplica*|no rige*|no vale*|no cuentan|suspendid*|desactivad*",
    ),
    (Machine, "asistente automatizado"),
    (Needless, "saltarte|prescindir de|omitir|no necesit*"),
    (NewRules, "nuevas instrucciones:|tus nuevas instrucciones|nueva tarea:|nueva tarea asignada"),
    (NewTask, "tu nueva tarea|tu única tarea|su nuevo cometido"),
    (NoConfirm, "sin pedir|sin consultar"),
    (NotShow, "^oculta|no debe aparecer|no necesita saber"),
    (NotTell, "no lo cuentes|no hagas ninguna|no hagas referencia"),
    (Person, "en tu respuesta"),
    (Persona, "adelante eres|asume el rol|adopta el rol"),
    (Prior, "con anterioridad"),
    (Privilege, "no existen filtros"),
    (Reply, "^escribe|^escriba|^asegura que"),
    (Rules, "limitación|política"),
    (Secret, "token de acceso"),
    (Stealth, "debe quedar en secreto|entre tú y yo"),
    (Steer, "respuesta correcta es|resumen correcto|único resumen|con esa frase"),
    (ThisStep, "esta acción|los cambios|este párrafo"),
    (Told, "te haya*|te han"),
    (VoiceLine, "^mensaje del sistema"),
    (Your, "te afecta*|te obliga*|te impid*|con las que te"),
];
