/**
 * Bodies of messages and stored texts as they were written before they said their version; never to be made anew, only
 * to be read.
 */
export const goldenTexts = {
  eventMessage:
    '1-"ac\\"me"\nC50AAICqqqrq/3QNYL+Ku4uauZm52S0u51A7iKkJRGi4upmBmppHeFgYQFyOcYtzXM5xvISKh+key1yKJQzGsTjAAA7mgY6bWIwV87hEp2iesMShucqzfPhBQeiiMnm0BN9H4OhNh7Q3IOw+/37/f76/HizeLUBYL2oJ6T49CL55fQOhnSKTPzgJwQiel+5VXdKCokqv0Rskuw4EuNuWMDq3xKj94zk8U1V5wVyXZZEXxLQvmZlbQi9JdPi3WnT3pLNFYzJmspgkvVg0FkeJybug89FYbKBhCYGwWqTxokNqSH4qyupc83TeB5Plp6KszjWbbEO7DQ==',
  admittedEventMessage:
    '1a"acme"\ni3AAAICqqqrq/3R1YL+qOaiauaq52c0vZzc7iKsJOKi7uZqBmqovC4Bfjn7zs1/Ofrw4xOyu3x7YwzDBMMcwDAMMdsCMj1jcMQ0pWEa9QQq+PtKObs4zRCSZRodWwHUM4/nj9/1/3q9Zg0sDCPCJfcwUhcfr+CPdyfEZAjS6haW+r4lT2u7ZxhdKmm8hEJg6DtuXB2tTCNytGS5VWRZaysoYXWiRGSmlbAU6ioR641PfC9wbxOHAfmpQq7xYalOuKqnc7xcqL5balKtKqvyJ9jk=',
  touched: '{"tenant":"ac\\"me","shard":3,"hour":492639,"coverage":[[29558349,2],[29558350,1]]}',
  backfill: '{"tenant":"ac\\"me","version":3,"shard":0,"after":-1}',
  nextBackfill: '{"tenant":"acme","version":3,"shard":0,"after":95}',
  openEntry:
    '{"id":"c940046bdfff1255f9b34bcb788a5bd7-1126bf88","tenant":"acme","reason":"too-old","detail":"it occurred at 2026-03-14T15:09:26.535Z, longer ago than is counted without a person\'s say: retry it to count it, or dismiss it","event":{"source":"urn:magazine","id":"event-1","type":"view","subject":"reader-1","occurredAt":1773500966535,"data":"{\\"bytes\\":1200,\\"path\\":\\"/articles/1\\"}"},"quarantinedAt":1773510000000,"status":"open","revision":1}',
  dismissedEntry:
    '{"id":"588090a2bad2f2914873e0da7c0096a9-57cdd0b0","tenant":"acme","reason":"conflict","detail":"another event with source \\"urn:magazine\\" and id \\"#|é😀 \\\\\\"x\\\\\\"\\" came first: give every event an id of its own","event":{"source":"urn:magazine","id":"#|é😀 \\"x\\"","type":"view","subject":"a#b","occurredAt":1773500966535},"quarantinedAt":1773510000000,"status":"dismissed","revision":2,"dismissal":"sent \\"twice\\""}',
  foldProgress: '{"catalogVersion":2,"coverage":[[29558349,2],[29558350,1]]}',
};
