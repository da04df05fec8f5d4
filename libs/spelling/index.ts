export { nearestTo } from './spelling.rules.js';
