import type { Words } from './en.ts';

const unsent =
  'Un versement envoyé avant qu’il vaille vous paie comme avant. S’il est déjà préparé et envoyé plus tard, vous n’y êtes pas : le suivant vous paie.';

/** What the page of a payee says, in French. */
export const fr: Words = {
  title: 'Ce que vous gagnez',
  of: (seller, name) => `${name}, chez ${seller}`,
  loading: 'Chargement …',
  tryAgain: 'Réessayer',
  asking: 'En cours …',

  signIn:
    'Ouvrez cette page par le lien que vous avez reçu. Vous pouvez aussi donner le jeton lui-même.',
  token: 'Jeton',
  tokenHint: 'Commence par fte_. Il reste en mémoire jusqu’à ce que vous quittiez cette page.',
  open: 'Ouvrir',
  broken: 'Le lien a été coupé ou modifié en route. Demandez-le encore une fois.',
  ended: 'Ce lien ne vaut plus : son jeton a expiré ou a été révoqué.',
  forgotten: 'Cet appareil est oublié. Plus personne n’y voit ce que vous gagnez.',
  unreachable: 'Le serveur ne répond pas. Êtes-vous en ligne ?',
  trouble: 'Quelque chose a échoué. Réessayez plus tard : rien n’est fait deux fois.',
  refused: (detail) => `Non exécuté : ${detail}`,

  earned: (month) => `Gagné en ${month}, jusqu’ici`,
  earnedAsOf: (when) => `État du ${when}. Ce qui a été lu il y a une minute y est.`,
  earnedIf:
    'C’est ce que vous gagnez si tout est facturé et payé. Cela figure sur votre relevé dès que le mois est clos.',
  about: (amount) => `environ ${amount}`,
  aboutHint: 'Beaucoup ont utilisé votre travail : ceci est extrapolé à partir d’une partie d’eux.',
  nothingEarned: 'Rien encore.',
  content: 'Par contenu',
  times: (quantity, meter) => `${quantity} × ${meter}`,
  refresh: 'Regarder encore',

  owed: 'Ce qui vous est dû',
  noneOwed: 'Rien ne vous est encore dû : le premier mois doit d’abord être clos.',
  payable: (currency) => `Dû en ${currency}`,
  ready: 'Prêt à être payé',
  held: 'Retenu',
  heldHint: (days) => `pendant ${days} jours après un relevé, en cas de remboursements`,
  unstated: 'Pas encore sur un relevé',
  inTransit: 'En route vers vous',
  noMethod: 'Dites ci-dessous comment vous êtes payé : rien n’est versé avant.',
  owing:
    'Il a été versé plus que ce que vous avez gagné en fin de compte. C’est déduit de ce que vous gagnerez.',
  nextOn: (amount, day) =>
    `${amount} peuvent être dans le prochain versement, préparé le ${day}. Une personne l’approuve ; puis la banque met un jour ou deux.`,
  next: (amount, seller) =>
    `${amount} peuvent être dans le prochain versement. ${seller} décide quand.`,
  nothingReady: 'Rien n’est encore prêt à être payé.',
  runOn: (day) => `Le prochain versement est préparé le ${day}.`,
  runBy: (seller) => `${seller} décide quand est le prochain versement.`,
  below: (least) =>
    `Moins de ${least} n’est pas versé : ce qui est prêt attend qu’il y en ait autant.`,
  freeFrom: (day) => `Une partie de ce qui est retenu est libre à partir du ${day}.`,
  afterNext: 'Ce qui n’est encore sur aucun relevé est payé après le prochain.',
  other: (currency) =>
    `Demandez comment vous recevez ${currency} : les versements ici n’en paient pas.`,

  statements: 'Relevés',
  noStatements: 'Il n’y en a pas encore. Il en vient un après chaque mois où vous avez gagné.',
  statementOf: (month) => `Relevé de ${month}`,
  owedThen: (amount) => `dû avec lui : ${amount}`,
  save: 'Enregistrer',
  saved: 'Enregistré.',
  saveAs: (form, month) => `Enregistrer le relevé de ${month} en ${form}`,
  more: 'Afficher plus',

  method: 'Comment vous êtes payé',
  account: (lastFour) => `Compte qui finit par ${lastFour}`,
  chain: (lastFour) => `Adresse sur la chaîne qui finit par ${lastFour}`,
  byHand: 'À la main, comme convenu',
  holder: (name) => `de ${name}`,
  from: (day) => `À partir du ${day}`,
  until: (day) => `jusqu’au ${day}`,
  change: 'Changer',
  begin: 'Dire comment vous êtes payé',
  cancel: 'Laisser ainsi',
  waits: (days) =>
    `Un changement attend ${days} jours. D’ici là, vous êtes payé comme avant. ${unsent}`,
  atOnce: `Un changement vaut aussitôt. ${unsent}`,
  firstCounts: 'Le premier compte vaut aussitôt. Un changement ultérieur attend.',
  changed: (day) => `C’est noté. Vous êtes payé ainsi à partir du ${day}.`,
  changedNow: 'C’est noté. Vous êtes payé ainsi dès maintenant.',
  by: 'Par',
  bank: 'Compte bancaire',
  onChain: 'Adresse sur une chaîne',
  iban: 'IBAN',
  ibanHint: 'Ensuite, seuls les quatre derniers sont affichés, même à vous.',
  bic: 'BIC, si votre banque le demande',
  holderName: 'Titulaire du compte',
  address: 'Votre adresse, si le compte est hors de l’Espace économique européen',
  street: 'Rue',
  building: 'Numéro',
  postalCode: 'Code postal',
  town: 'Ville',
  country: 'Pays, par exemple GB',
  faults: {
    iban: 'Ce n’est pas un IBAN. Comparez-le caractère par caractère à celui de votre banque.',
    bic: 'Un BIC a 8 ou 11 caractères. Si votre banque n’en demande pas, l’IBAN suffit.',
    holder: 'Écrivez le nom comme à votre banque, avec des lettres de A à Z.',
    noAddress: 'Les banques y demandent votre adresse : écrivez au moins ville et pays.',
    tooLong: 'C’est trop long pour une banque. Raccourcissez-le.',
    town: 'Écrivez la ville, en 35 caractères au plus.',
    country: 'Écrivez les deux lettres d’un pays, par exemple GB.',
    onChain: 'Ce n’est pas une adresse : 0x et 40 chiffres de 0 à f. Copiez-la encore une fois.',
    amount: (currency) =>
      `Écrivez un montant d’au moins 0, sans plus de décimales que n’en a ${currency}.`,
    changed: 'Cela a été changé ailleurs entre-temps. Rechargez cette page, puis changez-le.',
  },
  chainAddress: 'Adresse',
  chainHint: '0x et 40 chiffres. Vérifiez deux fois : ce qui y a été retiré ne revient pas.',
  mayNot: 'Ce lien ne vous permet pas de le changer. Demandez-en un qui le permet.',

  threshold: 'À partir de quel montant',
  thresholdOf: (currency) => `Pas de versement de moins de (${currency})`,
  thresholdHint: (least) =>
    `Vaut aussitôt. Pour l’instant, moins de ${least} n’est pas versé. Avec 0, seul vaut ce que dit le vendeur.`,
  notAmount: 'Écrivez un montant, par exemple 25,00.',
  twoWays: (written) =>
    `${written} se lit de deux façons. Écrivez-le sans le point, par exemple 1000 ou 1,50.`,

  device: 'Cet appareil',
  payee: 'Vous êtes connu ici comme',
  linkUntil: 'Le lien vaut jusqu’au',
  forget: 'Oublier cet appareil',
  forgetHint:
    'Qui utilise ce navigateur après cela ne voit pas ce que vous gagnez. Dès lors, le lien ne vaudra plus.',
  write: (email) => `Quelque chose ne va pas ? Écrivez à ${email}.`,
};
