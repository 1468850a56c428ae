import type { ComponentChildren } from 'preact';
import { useEffect, useErrorBoundary, useRef } from 'preact/hooks';
import { Failed } from './states.tsx';

/**
 * What is shown at a place, whole or not at all: where a part of it cannot be shown, this says so, and what stands
 * around it goes on. At another place it is tried again.
 */
export function Whole({
  place,
  children,
}: {
  readonly place: string;
  readonly children: ComponentChildren;
}): ComponentChildren {
  const failedAt = useRef('');
  const [error, again] = useErrorBoundary(() => {
    failedAt.current = place;
  }) as [unknown, () => void];
  const isElsewhere = error !== undefined && failedAt.current !== place;
  useEffect(() => {
    if (isElsewhere) again();
  }, [isElsewhere]);
  return error === undefined ? children : <Failed error={error} />;
}
