/** Draws docs/pictures from the code as Mermaid: who knows whom, and what may happen to each thing that has a workflow. */
import { keep } from './generated.mjs';
import { roomsPicture } from './pictures/rooms.mjs';
import { statesPictures } from './pictures/states.mjs';

await keep({ 'docs/pictures/rooms.md': await roomsPicture(), ...(await statesPictures()) }, 'npm run pictures');
