// What becomes of a profile on its way out.
//: store none
//: case dates and undefined ["dates", ""]
//: case numbers ["numbers", ""]
//: case bytes ["bytes", ""]
//: case collections ["collections", ""]
//: case to json ["json", ""]
//: case big integers ["big", ""]
//: case circular ["circular", ""]
//: case text ["text", ""]
//: case list ["list", ""]
//: case false ["false", ""]
function login(form, password, callback) {
  const profiles = {
    dates: { user_id: 1, at: new Date(0), missing: undefined, none: null, call: () => 1, sign: Symbol('s'), bad: new Date(NaN) },
    numbers: { user_id: 0, nan: NaN, infinite: Infinity, minus: -0, list: [undefined, NaN, () => 1] },
    bytes: { user_id: '1', buffer: Buffer.from('ab'), array: new Uint8Array([1, 2]) },
    collections: { user_id: '1', map: new Map([[1, 2]]), set: new Set([1]), expression: /a/g, error: new Error('x') },
    json: { toJSON: () => ({ user_id: 'from toJSON' }), other: 1 },
    big: { user_id: 10n },
    text: 'only text',
    list: [1, 2],
    false: false,
  };
  profiles.circular = { user_id: '1' };
  profiles.circular.self = profiles.circular;
  callback(null, profiles[form]);
}
