import type { ComponentChildren, JSX } from 'preact';
import { ConnectionError, GatewayError, ProblemError } from '../../../sdk/src/read/errors.ts';
import { isBeforeSettings, PageRefusal } from '../faults.ts';
import { linkTo } from '../place.ts';
import type { Asked } from '../use-answer.ts';

/** What went wrong, for a person, and what to do about it. */
function wordsOf(error: unknown): { readonly says: string; readonly detail: string } {
  if (error instanceof ProblemError) {
    return {
      says: error.problem.detail,
      detail: `${error.code}, request ${error.problem.requestId}`,
    };
  }
  if (error instanceof ConnectionError) {
    return {
      says: 'Farthing does not answer. Is it running, and are you online?',
      detail: error.message,
    };
  }
  if (error instanceof GatewayError && (error.status === 401 || error.status === 403)) {
    return {
      says: 'The key is unknown, revoked, or at its end. Sign in with another.',
      detail: error.message,
    };
  }
  if (error instanceof GatewayError) {
    return { says: 'Farthing is in trouble. Try again later: it is safe.', detail: error.message };
  }
  if (error instanceof PageRefusal) return { says: `Not done: ${error.message}.`, detail: '' };
  return { says: 'The console met something that it does not know.', detail: String(error) };
}

export function Failed({
  error,
  onAgain,
}: {
  readonly error: unknown;
  readonly onAgain?: () => void;
}): JSX.Element {
  const { says, detail } = wordsOf(error);
  if (isBeforeSettings(error)) {
    return (
      <Empty>
        Nobody is billed before you have said who sells: that is on{' '}
        <a href={linkTo('settings')}>Settings</a>.
      </Empty>
    );
  }
  return (
    <div class="notice bad" role="alert">
      <p>{says}</p>
      {detail === '' ? null : <p class="quiet">{detail}</p>}
      {onAgain === undefined ? null : (
        <button type="button" onClick={onAgain}>
          Try again
        </button>
      )}
    </div>
  );
}

export const Loading = ({ what }: { readonly what: string }): JSX.Element => (
  <p class="quiet loading" role="status">
    Loading {what} …
  </p>
);

/** Nothing is there, and what to do so that something is. */
export const Empty = ({ children }: { readonly children: ComponentChildren }): JSX.Element => (
  <p class="notice">{children}</p>
);

/** Loading, failed, or what came. What came before stays while it is asked again. */
export function Answered<Value>({
  asked,
  what,
  children,
}: {
  readonly asked: Asked<Value>;
  readonly what: string;
  readonly children: (value: Value) => ComponentChildren;
}): JSX.Element {
  const { value, error, isLoading, reload } = asked;
  if (error !== undefined) return <Failed error={error} onAgain={reload} />;
  if (value === undefined) return <Loading what={what} />;
  return <div aria-busy={isLoading}>{children(value)}</div>;
}
