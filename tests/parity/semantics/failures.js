// Errors nobody caught, and first arguments that are no errors.
//: store none
//: case thrown at once ["now", ""]
//: case thrown later ["later", ""]
//: case rejected ["rejected", ""]
//: case rejected with text ["text", ""]
//: case text as error ["string", ""]
//: case true as error ["true", ""]
//: case number as error ["number", ""]
//: case object as error ["object", ""]
//: case null message ["null", ""]
//: case own class ["class", ""]
//: case nothing ["nothing", ""]
//: case three arguments ["three", ""]
//: case undefined name ["undefined", ""]
//: case no function ["call", ""]
//: case null read ["read", ""]
function login(form, password, callback) {
  if (form === 'now') throw new TypeError('at once');
  if (form === 'later') setTimeout(() => { throw new RangeError('later'); }, 1);
  if (form === 'rejected') Promise.reject(Object.assign(new Error('rejected'), { code: 'E_OWN', extra: { a: 1 } }));
  if (form === 'text') Promise.reject('only text');
  if (form === 'string') callback('only text');
  if (form === 'true') callback(true);
  if (form === 'number') callback(401, { user_id: '1' });
  if (form === 'object') callback({ message: 'an object', status: 3 });
  if (form === 'null') callback(new Error(null, 'message'));
  if (form === 'class') {
    class NotFound extends Error {
      constructor(who) {
        super(`${who} not found`);
        this.name = 'NotFound';
        this.who = who;
      }
    }
    callback(new NotFound('ada'));
  }
  if (form === 'nothing') setTimeout(() => console.log('done'), 1);
  if (form === 'three') callback(null, { user_id: '1' }, 'third');
  if (form === 'undefined') callback(null, notDefined);
  if (form === 'call') configuration.missing();
  if (form === 'read') callback(null, { user_id: password.user.id });
}
