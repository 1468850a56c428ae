/** Where in the console one is: a page, what of it, and how it is asked for. Kept in the fragment of the address. */
export interface Place {
  readonly page: string;
  /** Of what it is about: a customer's key, a document's id. */
  readonly item?: string | undefined;
  readonly query: Readonly<Record<string, string>>;
}

/** Of `#/invoices/INV-1?period=2026-01`. What is no place is the first page. */
export function placeOf(fragment: string): Place {
  const [path = '', search = ''] = fragment.replace(/^#\/?/, '').split('?', 2);
  const [page = '', ...rest] = path.split('/');
  const item = decoded(rest.join('/'));
  return {
    page: page === '' ? 'overview' : page,
    ...(item === '' ? {} : { item }),
    query: Object.fromEntries(new URLSearchParams(search)),
  };
}

/** The address of a place, without what is undefined or empty. */
export function linkTo(
  page: string,
  item?: string,
  query: Readonly<Record<string, string | undefined>> = {},
): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(name, value);
  }
  const asked = search.size === 0 ? '' : `?${search.toString()}`;
  return `#/${page}${item === undefined ? '' : `/${encodeURIComponent(item)}`}${asked}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The key that a link brings: `#key=…`. It is taken out of the address at once, so that no history has it. */
export function keyIn(fragment: string): string | undefined {
  const text = fragment.replace(/^#/, '');
  return text.startsWith('key=') ? (new URLSearchParams(text).get('key') ?? undefined) : undefined;
}

/** Whether a text may be a key: one that was cut or changed on its way is asked for again, and sent to nobody. */
export const mayBeKey = (text: string): boolean => /^[!-~]+$/.test(text);
