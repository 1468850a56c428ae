import type { JSX } from 'preact';
import { sharesOf } from './shares.ts';

/**
 * How far a limit is used: what is used, what is held, and what is left; a mark where the limit was passed. The text
 * beside it says the same.
 */
export function UsedBar({
  label,
  used,
  held,
  left,
  limit,
}: {
  readonly label: string;
  readonly used: string;
  readonly held: string;
  readonly left: string;
  readonly limit: string;
}): JSX.Element {
  const shares = sharesOf({ used, held, left, limit });
  return (
    <svg class="used" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label={label}>
      <rect class="room" x="0" y="0" width="100" height="8" />
      <rect class="colour-0" x="0" y="0" width={shares.used} height="8" />
      <rect class="colour-1" x={shares.used} y="0" width={shares.held} height="8" />
      {shares.limit === undefined ? null : (
        <rect class="limit" x={shares.limit} y="0" width="1" height="8" />
      )}
    </svg>
  );
}
