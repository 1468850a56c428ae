/** What a payer's token is made of: anything else is sent to nobody. */
const TOKEN = /^ftp_[A-Za-z0-9_.-]{1,400}$/;

/** The token that a fragment brings, as `#token=ftp_…`; `broken` where it was cut or changed on its way. */
export function tokenIn(fragment: string): string | 'broken' | undefined {
  const text = fragment.replace(/^#/, '');
  if (!text.startsWith('token=')) return undefined;
  const token = new URLSearchParams(text).get('token') ?? '';
  return TOKEN.test(token) ? token : 'broken';
}

/** The token that the address brings, which has none from then on, nor has the history of the browser. */
export function takenToken(): string | 'broken' | undefined {
  const token = tokenIn(location.hash);
  if (token !== undefined) history.replaceState(null, '', location.pathname);
  return token;
}

/** Where a rail leads back to, in a tab of its own: which says so, and asks nothing. */
export const cameBack = (fragment: string): 'paid' | 'unpaid' | undefined =>
  fragment === '#paid' ? 'paid' : fragment === '#unpaid' ? 'unpaid' : undefined;
