import { formatAddress } from 'localized-address-format';
import type { PostalAddress } from '../../contract/invoices/invoice.ts';

/** Stand for the parts of an address while its country puts them in their places. */
const marks = { lines: '\u0001', postalCode: '\u0002', city: '\u0003', region: '\u0004' } as const;

type Place = Pick<PostalAddress, 'postalCode' | 'city' | 'region'>;

/**
 * An address as its country writes it, by the data of Google's libaddressinput; the country's code comes last. Nothing
 * of it is left out: where its country has no place for a part, all of it stands as in most countries.
 */
export function addressLines(address: PostalAddress): string[] {
  const place = givenPlace(address);
  const script = scriptOf(address.lines, place);
  for (const one of [place, withoutCity(place, script)]) {
    const template = ownTemplate(address, one, script);
    if (isWhole(template, one)) return filledIn(template, address, one);
  }
  return filledIn(commonTemplate(place), address, place);
}

const filledIn = (template: readonly string[], { lines, country }: PostalAddress, place: Place) =>
  [...template.flatMap((line) => lineTexts(line, { lines, place })), country].filter(
    (line) => line !== '',
  );

/** What is said of the place; what is empty is not. */
function givenPlace({ postalCode, city, region }: PostalAddress): Place {
  const said = Object.entries({ postalCode, city, region });
  return Object.fromEntries(said.filter(([, text]) => text !== undefined && text.trim() !== ''));
}

type Script = 'local' | 'latin';

/** Some countries have another order for who writes to them in Latin letters. */
const scriptOf = (lines: readonly string[], place: Place): Script =>
  [...lines, ...Object.values(place)].some((text) => /(?!\p{Script=Latin})\p{Letter}/u.test(text))
    ? 'local'
    : 'latin';

/** Some countries have no line for a city: it stands with the region, of which it is a part. */
function withoutCity({ city, region, ...place }: Place, script: Script): Place {
  const [parts, between] = script === 'local' ? [[region, city], ''] : [[city, region], ', '];
  return { ...place, region: parts.filter((part) => part !== undefined).join(between) };
}

const ownTemplate = (address: PostalAddress, place: Place, script: Script): string[] =>
  formatAddress(
    {
      postalCountry: address.country,
      addressLines: address.lines.length === 0 ? [] : [marks.lines],
      ...(place.postalCode === undefined ? {} : { postalCode: marks.postalCode }),
      ...(place.city === undefined ? {} : { locality: marks.city }),
      ...(place.region === undefined ? {} : { administrativeArea: marks.region }),
    },
    script,
  );

function isWhole(template: readonly string[], place: Place): boolean {
  const said = Object.keys(place) as (keyof Place)[];
  return said.every((part) => template.some((line) => line.includes(marks[part])));
}

function commonTemplate({ postalCode, city, region }: Place): string[] {
  const place = [
    postalCode === undefined ? '' : marks.postalCode,
    city === undefined ? '' : marks.city,
  ].filter((part) => part !== '');
  const area = region === undefined ? '' : marks.region;
  return [marks.lines, [place.join(' '), area].filter((part) => part !== '').join(', ')];
}

interface Said {
  readonly lines: readonly string[];
  readonly place: Place;
}

function lineTexts(template: string, { lines, place }: Said): string[] {
  const line = template
    .replace(marks.city, () => place.city ?? '')
    .replace(marks.region, () => place.region ?? '')
    .replace(PREFIXED_CODE, (_, prefix: string) => withPrefix(place.postalCode ?? '', prefix));
  const [before = '', after] = line.split(marks.lines);
  if (after === undefined) return [line];
  const [first = '', ...others] = lines;
  const all = [`${before}${first}`, ...others];
  return [...all.slice(0, -1), `${all.at(-1) ?? ''}${after}`];
}

/** Codes of some countries begin with its letters (`CH-8001`), which many write themselves. */
const PREFIXED_CODE = new RegExp(`(\\S*)${marks.postalCode}`, 'u');

const withPrefix = (code: string, prefix: string): string =>
  prefix !== '' && code.startsWith(prefix) ? code : `${prefix}${code}`;
