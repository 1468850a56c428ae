import { render } from 'preact';
import { App } from './app.tsx';
import { takenToken } from './taken-token.ts';
import { languageOf } from './words/words.ts';

const token = takenToken();
const language = languageOf(navigator.languages);
document.documentElement.lang = language;
const place = document.getElementById('me');
if (place !== null) render(<App givenToken={token} language={language} />, place);
