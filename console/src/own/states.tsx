import type { ComponentChildren, JSX } from 'preact';
import type { Asked } from '../use-answer.ts';
import { faultText } from './faults.ts';
import { useFrame } from './frame.ts';

/** What went wrong, read out at once. */
export function Failed({
  error,
  said,
  onAgain,
}: {
  readonly error: unknown;
  /** What a page says of it itself. */
  readonly said?: string | undefined;
  readonly onAgain?: () => void;
}): JSX.Element {
  const { words } = useFrame();
  return (
    <div class="notice bad" role="alert">
      <p>{said ?? faultText(error, words)}</p>
      {onAgain === undefined ? null : (
        <button type="button" onClick={onAgain}>
          {words.tryAgain}
        </button>
      )}
    </div>
  );
}

/** Loading, failed, or what came. What came before stays while it is asked again. */
export function Answered<Value>({
  asked,
  children,
}: {
  readonly asked: Asked<Value>;
  readonly children: (value: Value) => ComponentChildren;
}): JSX.Element {
  const { value, error, isLoading, reload } = asked;
  const { words } = useFrame();
  if (error !== undefined) return <Failed error={error} onAgain={reload} />;
  if (value === undefined) {
    return (
      <p class="quiet loading" role="status">
        {words.loading}
      </p>
    );
  }
  return <div aria-busy={isLoading}>{children(value)}</div>;
}
