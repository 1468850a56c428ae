/** What the page of a 402 says. `{thing}` and `{price}` stand for what is asked for and what it costs. */
export interface GateTexts {
  /** Its heading, and its title. */
  readonly title: string;
  readonly thing: string;
  readonly price: string;
  /** The button. */
  readonly pay: string;
  /** That nothing is charged before. */
  readonly promise: string;
  /** Why it cannot be paid: no token came, it is not valid, money or a budget is short, it is under way. */
  readonly noToken: string;
  readonly notValid: string;
  readonly notEnough: string;
  readonly busy: string;
  readonly unavailable: string;
  /** Links. */
  readonly topUp: string;
  readonly account: string;
}

/** Texts by language, as `de`; of each, those that are other than ours. */
export type GateLanguages = Readonly<Record<string, Partial<GateTexts>>>;

const en: GateTexts = {
  title: 'This page is paid by the view',
  thing: 'Page',
  price: 'Price',
  pay: 'Pay {price} and read',
  promise: 'Nothing is charged until you press the button.',
  noToken: 'To pay, this browser needs your key. You get one where you add money.',
  notValid: 'Your key has ended or is not valid. Nothing was charged.',
  notEnough: 'Your balance or your budget does not cover it. Nothing was charged.',
  busy: 'It is being answered already. Wait a moment, then load the page again.',
  unavailable: 'It cannot be paid right now. Nothing was charged. Try again in a moment.',
  topUp: 'Add money',
  account: 'Your balance and what you paid',
};

const de: GateTexts = {
  title: 'Diese Seite wird einzeln bezahlt',
  thing: 'Seite',
  price: 'Preis',
  pay: '{price} zahlen und lesen',
  promise: 'Erst mit dem Knopf wird etwas abgebucht.',
  noToken: 'Zum Bezahlen braucht dieser Browser Ihren Schlüssel. Sie erhalten ihn beim Aufladen.',
  notValid: 'Ihr Schlüssel ist abgelaufen oder ungültig. Es wurde nichts abgebucht.',
  notEnough: 'Ihr Guthaben oder Ihr Budget reicht dafür nicht. Es wurde nichts abgebucht.',
  busy: 'Die Seite wird gerade schon beantwortet. Laden Sie sie gleich noch einmal.',
  unavailable:
    'Im Moment kann nicht bezahlt werden. Es wurde nichts abgebucht. Versuchen Sie es gleich noch einmal.',
  topUp: 'Guthaben aufladen',
  account: 'Ihr Guthaben und Ihre Zahlungen',
};

const fr: GateTexts = {
  title: 'Cette page se paie à la lecture',
  thing: 'Page',
  price: 'Prix',
  pay: 'Payer {price} et lire',
  promise: 'Rien n’est débité avant que vous n’appuyiez sur le bouton.',
  noToken:
    'Pour payer, ce navigateur a besoin de votre clé. Vous l’obtenez en ajoutant de l’argent.',
  notValid: 'Votre clé est expirée ou n’est pas valable. Rien n’a été débité.',
  notEnough: 'Votre solde ou votre budget ne suffit pas. Rien n’a été débité.',
  busy: 'La page est déjà en cours de réponse. Rechargez-la dans un instant.',
  unavailable: 'Le paiement est impossible pour le moment. Rien n’a été débité. Réessayez bientôt.',
  topUp: 'Ajouter de l’argent',
  account: 'Votre solde et vos paiements',
};

const ours: Readonly<Record<string, GateTexts>> = { en, de, fr };

/** Of `Accept-Language`, the language that comes first and that there are texts of. English where there is none. */
export function textsFor(
  accepted: string | undefined,
  given: GateLanguages,
): { readonly language: string; readonly texts: GateTexts } {
  const known = (language: string): boolean =>
    Object.hasOwn(ours, language) || Object.hasOwn(given, language);
  const language = byPreference(accepted ?? '')
    .map((range) => range.split('-')[0] ?? '')
    .find(known);
  const found = language ?? 'en';
  const base = Object.hasOwn(ours, found) ? (ours[found] ?? en) : en;
  return {
    language: found,
    texts: { ...base, ...(Object.hasOwn(given, found) ? given[found] : {}) },
  };
}

/** What a header of ranges with weights (RFC 9110) names, the most wanted first; what is not wanted is left out. */
const byPreference = (header: string): readonly string[] =>
  [...weighted(header)].sort((a, b) => b.weight - a.weight).map(({ range }) => range);

/** Ranges are few: what comes after them is left alone. */
const RANGES_MAX = 32;

export const weighted = (
  header: string,
): readonly { readonly range: string; readonly weight: number }[] =>
  header
    .split(',', RANGES_MAX)
    .map((part) => {
      const [range = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
      const weight = parameters.find((text) => text.startsWith('q='))?.slice(2);
      return { range, weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ range, weight }) => range !== '' && weight > 0 && weight <= 1);
