/** How something stands, as a colour. The word beside it says it. */
export type Tone = 'good' | 'bad' | 'waiting' | 'plain';
