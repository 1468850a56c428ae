/** Letters that fold into others by no rule of Unicode: German ones, those of the north, of Greece and Bulgaria. */
const letters = [
  ...['Ä=Ae', 'ä=ae', 'Ö=Oe', 'ö=oe', 'Ü=Ue', 'ü=ue', 'ß=ss', 'ẞ=SS', 'Æ=AE', 'æ=ae', 'Ø=O', 'ø=o'],
  ...[
    'Œ=OE',
    'œ=oe',
    'Đ=D',
    'đ=d',
    'Ð=D',
    'ð=d',
    'Þ=TH',
    'þ=th',
    'Ł=L',
    'ł=l',
    'ı=i',
    'Ħ=H',
    'ħ=h',
  ],
  ...['α=a', 'β=v', 'γ=g', 'δ=d', 'ε=e', 'ζ=z', 'η=i', 'θ=th', 'ι=i', 'κ=k', 'λ=l', 'μ=m', 'ν=n'],
  ...['ξ=x', 'ο=o', 'π=p', 'ρ=r', 'σ=s', 'ς=s', 'τ=t', 'υ=y', 'φ=f', 'χ=ch', 'ψ=ps', 'ω=o'],
  ...['а=a', 'б=b', 'в=v', 'г=g', 'д=d', 'е=e', 'ж=zh', 'з=z', 'и=i', 'й=y', 'к=k', 'л=l', 'м=m'],
  ...['н=n', 'о=o', 'п=p', 'р=r', 'с=s', 'т=t', 'у=u', 'ф=f', 'х=h', 'ц=ts', 'ч=ch', 'ш=sh'],
  ...['щ=sht', 'ъ=a', 'ь=y', 'ю=yu', 'я=ya', '&=+', '"=\'', '_=-', "’='", '–=-', '—=-'],
];

const written = new Map(letters.map((pair) => [pair.slice(0, 1), pair.slice(2)]));

/** Every character that any bank of the scheme takes. */
const TAKEN = /^[A-Za-z0-9/\-?:().,'+ ]$/;

/** Of a capital, what its small letter is written as, begun by a capital. */
function capital(character: string): string | undefined {
  const small = character.toLowerCase();
  const text = small === character ? undefined : written.get(small);
  return text === undefined ? undefined : `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

function foldedLetter(character: string): string {
  const known = written.get(character) ?? capital(character);
  if (known !== undefined) return known;
  const [base = ''] = character.normalize('NFKD');
  const folded = TAKEN.test(base) ? base : (written.get(base) ?? capital(base));
  if (folded !== undefined) return folded;
  if (/\p{M}/u.test(character)) return '';
  return /\s/.test(character) ? ' ' : '.';
}

/**
 * A text in the characters that every bank of SEPA takes, at most so long: German umlauts as two letters, others
 * without their accents, Greek and Bulgarian as the scheme writes them, and a dot for all else. It neither begins with
 * a slash nor has two in a row, as the scheme wants it.
 */
export function sepaText(text: string, lengthMax: number): string {
  const folded = [...text.normalize('NFC')]
    .map((character) => (TAKEN.test(character) ? character : foldedLetter(character)))
    .join('');
  return folded
    .replaceAll(/\/{2,}/g, '/')
    .replaceAll(/ {2,}/g, ' ')
    .replace(/^[/ ]+/, '')
    .slice(0, lengthMax)
    .replace(/[/ ]+$/, '');
}

/** As long as the schema has room for. */
const NAME_MAX = 70;

/** How whoever pays or collects is named in a file. */
export const sepaName = (name: string): string => sepaText(name, NAME_MAX);

/** Whether something of a name is left in the characters of SEPA: a letter or a digit. */
export const isSepaName = (name: string): boolean => /[A-Za-z0-9]/.test(sepaName(name));

/** Whether a reference is made of what a mandate may be called by, which banks send back as it was. */
export const isSepaReference = (text: string): boolean =>
  /^[A-Za-z0-9/\-?:().,'+]{1,35}$/.test(text) &&
  !text.startsWith('/') &&
  !text.endsWith('/') &&
  !text.includes('//');
