// In which order things come to pass.
//: store none
//: case plain ["plain", ""]
//: case nested ["nested", ""]
//: case await ["await", ""]
async function login(form, password, callback) {
  const log = (text) => console.log(text);
  if (form === 'plain') {
    setTimeout(() => log('timeout'), 0);
    process.nextTick(() => log('tick'));
    Promise.resolve().then(() => log('promise'));
    queueMicrotask(() => log('microtask'));
    log('now');
    setTimeout(() => callback(null, { user_id: '1' }), 20);
  }
  if (form === 'nested') {
    setTimeout(() => {
      log('timeout');
      process.nextTick(() => log('tick of timeout'));
      Promise.resolve().then(() => {
        log('promise of timeout');
        process.nextTick(() => log('tick of promise'));
      });
      setImmediate(() => log('immediate of timeout'));
      setTimeout(() => log('timeout of timeout'), 0);
    }, 5);
    setTimeout(() => callback(null, { user_id: '1' }), 50);
  }
  if (form === 'await') {
    const step = async (name) => {
      log(`${name} 1`);
      await null;
      log(`${name} 2`);
      await new Promise((resolve) => process.nextTick(resolve));
      log(`${name} 3`);
    };
    await Promise.all([step('a'), step('b')]);
    callback(null, { user_id: '1' });
  }
}
