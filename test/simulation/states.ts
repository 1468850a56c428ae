/** What a simulation has to get into to be worth its time. */
export const states = {
  'crash before the effect': 'a process died with a call on its way',
  'crash after the commit': 'a process died when its write was done and it did not know',
  'request lost': 'a call never arrived',
  'answer lost after the commit': 'a write was done and its answer lost',
  'delayed write landed': 'a write that had been given up was done later',
  'delayed write refused': 'a write that had been given up came later and its condition failed',
  'taken by its own first try': 'the SDK asked again and was told that the place is taken',
  'call refused': 'a call was throttled',
  'stale read': 'an eventually consistent read lacked the newest',
  'hole read': 'an eventually consistent read lacked some in the middle',
  'paged read': 'a read came in more than one page',
  'partial send': 'a batch of messages was taken in part',
  'message copied': 'a message was in the queue twice',
  redelivery: 'a message was delivered again',
  'redelivery while the first consumer runs': 'two consumers had one message at the same time',
  'deletion lost': 'a message was delivered again though its consumer had succeeded',
  'partial batch failure': 'some messages of a batch failed and others did not',
  'duplicate inside a batch': 'an invocation was given one event twice',
  'client retried': 'a client sent a whole request again',
  'client gave up': 'a client did not, and never learned what had become of its events',
  'event refused at the door': 'an event was out of the time window of ingest',
  'conflict quarantined': 'an event whose identity another had taken went to quarantine',
  'too old quarantined': 'an event that waited too long went to quarantine',
  'retried out of quarantine': 'an operator admitted an event that was too old',
  'id used in two logs': 'one identity was counted in two minutes, as the design says',
  'warm function': 'an invocation began with what an earlier one had learned',
  'out of time': 'a function left to the next delivery what it had no time for',
  'process held up': 'a process did nothing while others went on',
  'log raced': 'the number of a block was taken when it was put',
  'totals raced': 'a revision of totals was taken when it was put',
  'meter added': 'a meter was added in the middle of the run',
  'folded again under a newer catalog': 'totals were replaced by those of a newer catalog',
  'epoch changed': 'logs of one run had different numbers of shards',
  'clock jumped': 'the clock went ahead by hours, and what ran timed out',
  'month ended': 'the clock went over the end of a month in UTC',
  'daylight saving changed': 'the clock went over a change of clocks in Berlin or New York',
} as const satisfies Readonly<Record<string, string>>;

export type State = keyof typeof states;

/** How often each state was reached. */
export type StateCounts = Readonly<Record<State, number>>;

export const stateNames = Object.keys(states) as State[];

export const noStates = (): Record<State, number> =>
  Object.fromEntries(stateNames.map((name) => [name, 0])) as Record<State, number>;

export function addStates(to: Record<State, number>, counts: StateCounts): void {
  for (const name of stateNames) to[name] += counts[name];
}
