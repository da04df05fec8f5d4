// Runs in a page of somebody else, see test/support/foreign-site.ts: what such a page can make a browser send with the cookies of its user.
globalThis.forge = {
  /** A form that sends itself. What it holds is one field, whose name and value a browser joins by "=" where the type is plain text. */
  form(action, enctype, name, value) {
    const form = Object.assign(document.createElement('form'), { method: 'POST', action, enctype });
    form.append(Object.assign(document.createElement('textarea'), { name, value }));
    document.body.append(form);
    form.submit();
  },
  /** A form that sends a file. */
  upload(action, text) {
    const form = Object.assign(document.createElement('form'), { method: 'POST', action, enctype: 'multipart/form-data' });
    const field = Object.assign(document.createElement('input'), { type: 'file', name: 'file' });
    const files = new DataTransfer();
    files.items.add(new File([text], 'people.csv', { type: 'text/csv' }));
    field.files = files.files;
    form.append(field);
    document.body.append(form);
    form.submit();
  },
  link(address) {
    location.href = address;
  },
  /** A script that sends: what comes back, or that nothing did. `type` of a body that a script may send without asking first; '' for none at all. */
  send(address, type, body) {
    return fetch(address, { method: 'POST', mode: 'no-cors', credentials: 'include', body: new Blob([body], { type }) }).then(
      () => 'an answer that it cannot read',
      () => 'nothing',
    );
  },
  /** A script that asks for what a page of another origin must be allowed to send. */
  ask(address, method, type, body) {
    return fetch(address, { method, credentials: 'include', headers: { 'content-type': type }, body }).then(
      (answer) => answer.text(),
      () => 'nothing',
    );
  },
  beacon(address, body) {
    return navigator.sendBeacon(address, body);
  },
  picture(src) {
    return new Promise((done) => {
      const image = Object.assign(new Image(), { src });
      image.onload = () => done('a picture');
      image.onerror = () => done('nothing');
    });
  },
  frame(src) {
    return new Promise((done) => {
      const frame = Object.assign(document.createElement('iframe'), { src });
      frame.onload = () => done('loaded');
      document.body.append(frame);
    });
  },
  /** Opens a socket and says hello: what was heard, and how it ended. */
  socket(address) {
    return new Promise((done) => {
      const socket = new WebSocket(address, 'graphql-transport-ws');
      const heard = [];
      socket.onopen = () => socket.send(JSON.stringify({ type: 'connection_init' }));
      socket.onmessage = ({ data }) => {
        heard.push(JSON.parse(data).type);
        socket.close();
      };
      socket.onclose = ({ code, reason }) => done({ heard, code, reason });
    });
  },
};
