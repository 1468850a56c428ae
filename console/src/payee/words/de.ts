import type { Words } from './en.ts';

const unsent =
  'Ein Lauf, der abgeht, bevor sie gilt, bezahlt Sie wie bisher. Einer, der schon vorbereitet ist und später abgeht, lässt Sie aus: Der nächste bezahlt Sie.';

/** What the page of a payee says, in German. */
export const de: Words = {
  title: 'Was Sie verdienen',
  of: (seller, name) => `${name}, bei ${seller}`,
  loading: 'Lädt …',
  tryAgain: 'Noch einmal',
  asking: 'Fragt …',

  signIn:
    'Öffnen Sie diese Seite mit dem Link, den Sie bekommen haben. Sie können auch das Token selbst angeben.',
  token: 'Token',
  tokenHint: 'Beginnt mit fte_. Es bleibt im Speicher, bis Sie diese Seite verlassen.',
  open: 'Öffnen',
  broken: 'Der Link wurde unterwegs gekürzt oder verändert. Lassen Sie ihn sich noch einmal geben.',
  ended: 'Dieser Link gilt nicht mehr: Sein Token ist abgelaufen oder wurde widerrufen.',
  forgotten: 'Dieses Gerät ist vergessen. Niemand sieht damit mehr, was Sie verdienen.',
  unreachable: 'Der Server antwortet nicht. Sind Sie online?',
  trouble: 'Etwas ging schief. Versuchen Sie es später noch einmal: Nichts geschieht zweimal.',
  refused: (detail) => `Nicht getan: ${detail}`,

  earned: (month) => `Verdient im ${month}, bisher`,
  earnedAsOf: (when) => `Stand ${when}. Was vor einer Minute gelesen wurde, ist dabei.`,
  earnedIf:
    'So viel verdienen Sie, wenn alles berechnet und bezahlt wird. Es steht auf Ihrer Abrechnung, sobald der Monat abgeschlossen ist.',
  about: (amount) => `etwa ${amount}`,
  aboutHint: 'Viele haben Ihre Arbeit genutzt: Das ist aus einem Teil von ihnen hochgerechnet.',
  nothingEarned: 'Noch nichts.',
  content: 'Nach Inhalt',
  times: (quantity, meter) => `${quantity} × ${meter}`,
  refresh: 'Neu nachsehen',

  owed: 'Was Ihnen zusteht',
  noneOwed: 'Ihnen steht noch nichts zu: Erst muss der erste Monat abgeschlossen sein.',
  payable: (currency) => `Guthaben in ${currency}`,
  ready: 'Auszahlbar',
  held: 'Zurückbehalten',
  heldHint: (days) => `für ${days} Tage nach einer Abrechnung, wegen möglicher Erstattungen`,
  unstated: 'Noch auf keiner Abrechnung',
  inTransit: 'Unterwegs zu Ihnen',
  noMethod: 'Sagen Sie unten, wie Sie bezahlt werden: Vorher wird nichts ausgezahlt.',
  owing:
    'Es wurde mehr ausgezahlt, als Sie am Ende verdient haben. Das wird mit dem verrechnet, was Sie künftig verdienen.',
  nextOn: (amount, day) =>
    `${amount} können im nächsten Lauf sein, der am ${day} vorbereitet wird. Ein Mensch gibt ihn frei; dann braucht die Bank ein, zwei Tage.`,
  next: (amount, seller) =>
    `${amount} können im nächsten Lauf sein. Wann der ist, entscheidet ${seller}.`,
  nothingReady: 'Noch ist nichts auszahlbar.',
  runOn: (day) => `Der nächste Lauf wird am ${day} vorbereitet.`,
  runBy: (seller) => `Wann der nächste Lauf ist, entscheidet ${seller}.`,
  below: (least) =>
    `Weniger als ${least} wird nicht ausgezahlt: Was auszahlbar ist, wartet, bis es so viel ist.`,
  freeFrom: (day) => `Ein Teil des Zurückbehaltenen ist ab ${day} frei.`,
  afterNext: 'Was noch auf keiner Abrechnung steht, wird nach der nächsten ausgezahlt.',
  other: (currency) => `Fragen Sie, wie Sie ${currency} bekommen: Die Läufe hier zahlen es nicht.`,

  statements: 'Abrechnungen',
  noStatements: 'Noch keine. Nach jedem Monat, in dem Sie verdient haben, kommt eine.',
  statementOf: (month) => `Abrechnung für ${month}`,
  owedThen: (amount) => `danach standen Ihnen ${amount} zu`,
  save: 'Speichern',
  saved: 'Gespeichert.',
  saveAs: (form, month) => `Die Abrechnung für ${month} als ${form} speichern`,
  more: 'Mehr zeigen',

  method: 'Wie Sie bezahlt werden',
  account: (lastFour) => `Konto, das auf ${lastFour} endet`,
  chain: (lastFour) => `Adresse auf der Chain, die auf ${lastFour} endet`,
  byHand: 'Von Hand, wie vereinbart',
  holder: (name) => `von ${name}`,
  from: (day) => `Ab ${day}`,
  until: (day) => `bis ${day}`,
  change: 'Ändern',
  begin: 'Sagen, wie Sie bezahlt werden',
  cancel: 'So lassen',
  waits: (days) =>
    `Eine Änderung wartet ${days} Tage. Bis dahin werden Sie wie bisher bezahlt. ${unsent}`,
  atOnce: `Eine Änderung gilt sofort. ${unsent}`,
  firstCounts: 'Das erste Konto gilt sofort. Eine spätere Änderung wartet.',
  changed: (day) => `Vermerkt. So werden Sie ab ${day} bezahlt.`,
  changedNow: 'Vermerkt. So werden Sie ab jetzt bezahlt.',
  by: 'Auf',
  bank: 'Bankkonto',
  onChain: 'Adresse auf einer Chain',
  iban: 'IBAN',
  ibanHint: 'Von da an werden nur die letzten vier Stellen gezeigt, auch Ihnen.',
  bic: 'BIC, falls Ihre Bank danach fragt',
  holderName: 'Wem das Konto gehört',
  address: 'Ihre Anschrift, falls das Konto außerhalb des Europäischen Wirtschaftsraums ist',
  street: 'Straße',
  building: 'Hausnummer',
  postalCode: 'Postleitzahl',
  town: 'Ort',
  country: 'Land, etwa GB',
  faults: {
    iban: 'Das ist keine IBAN. Vergleichen Sie sie Zeichen für Zeichen mit der Ihrer Bank.',
    bic: 'Eine BIC hat 8 oder 11 Zeichen. Fragt Ihre Bank nach keiner, reicht die IBAN.',
    holder: 'Schreiben Sie den Namen wie bei Ihrer Bank, mit Buchstaben von A bis Z darin.',
    noAddress: 'Banken dort brauchen Ihre Anschrift: Schreiben Sie mindestens Ort und Land.',
    tooLong: 'Das ist zu lang für eine Bank. Kürzen Sie es.',
    town: 'Schreiben Sie den Ort, mit höchstens 35 Zeichen.',
    country: 'Schreiben Sie die zwei Buchstaben eines Landes, etwa GB.',
    onChain: 'Das ist keine Adresse: 0x und 40 Ziffern von 0 bis f. Kopieren Sie sie noch einmal.',
    amount: (currency) =>
      `Schreiben Sie einen Betrag, nicht unter 0, mit nicht mehr Stellen, als ${currency} hat.`,
    changed:
      'Es wurde inzwischen anderswo geändert. Laden Sie diese Seite neu, dann ändern Sie es.',
  },
  chainAddress: 'Adresse',
  chainHint: '0x und 40 Ziffern. Prüfen Sie zweimal: Was dort abgeholt wurde, kommt nicht zurück.',
  mayNot: 'Dieser Link lässt Sie das nicht ändern. Lassen Sie sich einen geben, der es erlaubt.',

  threshold: 'Ab welchem Betrag',
  thresholdOf: (currency) => `Keine Auszahlung unter (${currency})`,
  thresholdHint: (least) =>
    `Gilt sofort. Zurzeit wird weniger als ${least} nicht ausgezahlt. Mit 0 gilt nur, was der Verkäufer sagt.`,
  notAmount: 'Schreiben Sie einen Betrag, etwa 25,00.',
  twoWays: (written) =>
    `${written} lässt sich auf zwei Arten lesen. Schreiben Sie es ohne den Punkt, etwa 1000 oder 1,50.`,

  device: 'Dieses Gerät',
  payee: 'Hier kennt man Sie als',
  linkUntil: 'Der Link gilt bis',
  forget: 'Dieses Gerät vergessen',
  forgetHint:
    'Wer diesen Browser danach nutzt, sieht nicht, was Sie verdienen. Der Link gilt von da an nicht mehr.',
  write: (email) => `Stimmt etwas nicht? Schreiben Sie an ${email}.`,
};
