/** What the magazine has to read. The texts are made up, and anybody may use them. */
export interface Article {
  /** In its address. */
  readonly slug: string;
  readonly title: string;
  readonly by: string;
  /** As the plans of the magazine keep sections apart: `archive` costs more. */
  readonly section: 'essays' | 'places' | 'archive';
  /** What one may read before paying. */
  readonly teaser: string;
  readonly paragraphs: readonly string[];
}

export const articles: readonly Article[] = [
  {
    slug: 'the-lamplighter',
    title: 'The last lamplighter of Harbour Street',
    by: 'Ida Winter',
    section: 'places',
    teaser: 'Every evening at dusk a man with a pole walks down a street that no longer needs him.',
    paragraphs: [
      'There are eleven gas lamps left in Harbour Street, and one man who lights them. He begins at the chandler’s and ends at the customs house, and it takes him nineteen minutes if nobody talks to him. Somebody always does.',
      'The town wanted to put a clock into each lamp, as others have done. It would have cost less than he does. But the people of the street asked for him, and pay a small sum a month for it. “You could read by the new ones,” a baker told me, “but nobody would ask how you are.”',
      'He does not think of himself as a monument. He has a list of panes that want cleaning, and a knee that does not like the cold. When the last lamp is lit he looks back along the street, as one looks over a page that has been set without a mistake, and goes home.',
    ],
  },
  {
    slug: 'four-farthings',
    title: 'Four farthings are a penny',
    by: 'Thomas Reed',
    section: 'essays',
    teaser: 'Why small coins went away, and what went away with them.',
    paragraphs: [
      'A farthing bought very little, and that was its use. It was the price of a bun cut in half, of a sheet of paper, of being let onto the pier for an hour. When the coin was withdrawn, the things that had cost a farthing did not become free. They became a penny, or they were no longer sold.',
      'A price that cannot be charged is a thing that cannot be bought by itself. So it is put into a bundle, and the bundle is sold to whoever wants the greater part of it. The rest of us go without.',
      'It is not the coin that one misses. It is the shopkeeper who would cut the bun.',
    ],
  },
  {
    slug: 'a-map-of-winds',
    title: 'A map of the winds of one hill',
    by: 'Marta Lindqvist',
    section: 'places',
    teaser: 'For thirty years a schoolteacher wrote down where the washing blew.',
    paragraphs: [
      'The map hangs in the hall of the school, and at first one takes it for a drawing by a child: a hill, a few houses, and hundreds of small arrows in pencil. Each arrow is a day, and each is where the sheets on one line were pointing at noon.',
      'She had begun it because the weather report was for the coast, and the hill had a weather of its own. After ten years she could say, from the smell at breakfast, whether it would rain on the upper field and not on the lower. After twenty, farmers sent their boys to ask.',
      'Nobody has repeated it. The line is still there, though, and so is the hook she had screwed into the wall to hold her pencil.',
    ],
  },
  {
    slug: 'in-praise-of-waiting-rooms',
    title: 'In praise of waiting rooms',
    by: 'Ida Winter',
    section: 'essays',
    teaser: 'The only rooms in which nobody asks what one is doing.',
    paragraphs: [
      'A waiting room is the one place where doing nothing needs no excuse. One has been told to sit there. Whatever one thinks of meanwhile is a gift of the railway.',
      'The good ones have a stove, a clock that is a little fast, and a timetable of a line that was closed. The chairs are not so comfortable that one would miss the train, and not so hard that one would stand.',
      'I have had most of my better ideas between two trains, and lost nearly all of them on the second.',
    ],
  },
  {
    slug: 'letters-to-a-bridge',
    title: 'Letters to a bridge',
    by: 'Jonas Okafor',
    section: 'essays',
    teaser: 'When the old bridge was to be pulled down, people began to write to it.',
    paragraphs: [
      'The first letter was tied to the railing with string. It thanked the bridge for a morning in 1961, and was not signed. By the end of the week there were forty, and the engineer in charge of taking it down had to have them read, in case one of them was a complaint.',
      'None was. One told it that its third plank had always been loose, and that this had been useful to know. One was a drawing of a dog. A boy asked whether it was afraid.',
      'The engineer kept them all, and answered the boy. “No,” he wrote, “it has held everybody who ever stood on it, and it knows that.”',
    ],
  },
  {
    slug: 'the-clockmakers-strike',
    title: 'From the archive: the clockmakers’ strike',
    by: 'The editors of that time',
    section: 'archive',
    teaser: 'For nine days no clock of the town was wound, and everybody was on time.',
    paragraphs: [
      'On the second of March the clockmakers put down their keys. They asked for a day of rest in each week, which the council thought too much for men who sat all day.',
      'By the third day the tower had stopped, by the fifth the station. It was then noticed that work went on as before. Bakers rose when they were hungry, and children were called in when it was dark. A councillor who wished to know the hour asked a clockmaker in the street, and was told it, for nothing.',
      'The strike ended on the eleventh. They were given their day. The tower was set going again by a girl of nine, who asked what time it should be, and was told to choose.',
    ],
  },
];

export const articleAt = (slug: string): Article | undefined =>
  articles.find((one) => one.slug === slug);
