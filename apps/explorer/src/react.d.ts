/** What the explorer uses of React: one element, put into the page. */
declare module 'react' {
  export function createElement(type: unknown, props: object): object;
}

declare module 'react-dom/client' {
  export function createRoot(place: Element): { render(element: object): void };
}
