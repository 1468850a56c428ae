/** Whose page it is: of who pays, or of who is paid. */
export type TokenHolder = 'payer' | 'payee';

/** What a token is made of: anything else is sent to nobody. */
const tokens = {
  payer: /^ftp_[A-Za-z0-9_.-]{1,400}$/,
  payee: /^fte_[A-Za-z0-9_.-]{1,400}$/,
} as const satisfies Record<TokenHolder, RegExp>;

/** The token that a fragment brings, as `#token=ftp_…`; `broken` where it was cut or changed on its way. */
export function tokenIn(fragment: string, of: TokenHolder): string | 'broken' | undefined {
  const text = fragment.replace(/^#/, '');
  if (!text.startsWith('token=')) return undefined;
  const token = new URLSearchParams(text).get('token') ?? '';
  return tokens[of].test(token) ? token : 'broken';
}

/** The token that the address brings, which has none from then on, nor has the history of the browser. */
export function takenToken(of: TokenHolder): string | 'broken' | undefined {
  const token = tokenIn(location.hash, of);
  if (token !== undefined) history.replaceState(null, '', location.pathname);
  return token;
}
