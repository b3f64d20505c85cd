/** What a value must be: said in words, and tested. */
type ValueRule = { expects: string; test: (value: string) => boolean }

export type ElementRule = {
  attributes: Record<string, ValueRule>
  required: string[]
  children: string[]
  text: 'required' | 'allowed' | 'none'
}

const oneOf = (...values: string[]): ValueRule => ({
  expects: `one of ${values.join(', ')}`,
  test: (value) => values.includes(value),
})
const severalOf = (...values: string[]): ValueRule => ({
  expects: `one or more of ${values.join(', ')}`,
  test: (value) => value.split(/\s+/).every((word) => values.includes(word)),
})
const wholeNumber = (least: number): ValueRule => ({
  expects: `a whole number, at least ${least}`,
  test: (value) => /^\d{1,6}$/.test(value) && Number(value) >= least,
})
const matching = (expects: string, pattern: RegExp): ValueRule => ({
  expects,
  test: (value) => pattern.test(value),
})
const flag = oneOf('true', 'false')
const method = oneOf('GET', 'POST')
const anyText = matching('some text', /\S/)
const trim = oneOf('trim-silence', 'do-not-trim')
const language = matching('a language such as en-US', /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
const keys = matching('keys out of 0123456789*#', /^[0-9*#]*$/)
const voice = matching('man, woman or Provider:Name', /^(man|woman|[A-Za-z0-9.-]+:\S.*)$/)
const recordingEvents = severalOf('in-progress', 'completed', 'absent')

/** A link that the platform can ask: absolute, or relative to the document. */
const url: ValueRule = {
  expects: 'an http or https URL',
  test(value) {
    if (value === '' || /\s/.test(value)) return false
    try {
      return /^https?:$/.test(new URL(value, 'http://document.example/').protocol)
    } catch {
      return false
    }
  },
}

const recordingCallback = {
  recordingStatusCallback: url,
  recordingStatusCallbackMethod: method,
  recordingStatusCallbackEvent: recordingEvents,
}
const statusCallback = { statusCallback: url, statusCallbackMethod: method }
const nothing: ElementRule = { attributes: {}, required: [], children: [], text: 'none' }

/** Elements that may stand directly in a Response. */
const verbs = [
  'Say',
  'Play',
  'Pause',
  'Gather',
  'Dial',
  'Connect',
  'Coach',
  'Record',
  'Redirect',
  'Reject',
  'Hangup',
]

/** Documented by the platform, but not played by this simulator: refused with that word. */
export const notPlayed = ['Header', 'Start', 'Stop', 'Converse', 'Speech']

/** Each element with exactly the attributes that the platform documents for it. */
export const elementRules: Record<string, ElementRule> = {
  Response: { ...nothing, children: verbs },
  Say: {
    ...nothing,
    attributes: { answer: flag, voice, language, loop: wholeNumber(0), ...statusCallback },
    children: ['say-as', 'break', 'audio'],
    text: 'required',
  },
  'say-as': {
    ...nothing,
    attributes: { 'interpret-as': anyText, format: anyText, detail: anyText },
    required: ['interpret-as'],
    text: 'required',
  },
  break: { ...nothing, attributes: { strength: anyText, time: anyText } },
  audio: { ...nothing, attributes: { src: url }, required: ['src'], text: 'allowed' },
  Play: {
    ...nothing,
    attributes: {
      answer: flag,
      loop: wholeNumber(0),
      digits: matching('keys out of 0123456789*# and w', /^[0-9*#w]+$/),
      ...statusCallback,
    },
    text: 'allowed',
  },
  Pause: { ...nothing, attributes: { length: wholeNumber(0), answer: flag } },
  Gather: {
    ...nothing,
    attributes: {
      action: url,
      method,
      input: oneOf('dtmf', 'speech', 'dtmf speech'),
      finishOnKey: keys,
      numDigits: wholeNumber(1),
      timeout: wholeNumber(1),
      maxTimeout: wholeNumber(1),
      maxDuration: wholeNumber(1),
      speechTimeout: matching('auto or a whole number', /^(auto|\d{1,4})$/),
      speechEngine: oneOf('aws', 'google'),
      speechDetection: oneOf('auto', 'low', 'normal', 'high', 'stt'),
      language,
      actionOnEmptyResult: flag,
      interruptible: flag,
    },
    children: ['Say', 'Play', 'Pause'],
  },
  Dial: {
    ...nothing,
    attributes: {
      action: url,
      method,
      callerId: anyText,
      callerName: anyText,
      timeout: wholeNumber(1),
      timeLimit: wholeNumber(1),
      hangupOnStar: flag,
      hangupOn: matching('one key', /^[0-9*#]$/),
      // The accepted list is not published; these are the values met in examples.
      record: oneOf('true', 'false', 'record-from-answer', 'record-from-ringing', 'do-not-record'),
      ...recordingCallback,
      trim,
      trunks: matching('names or ids of trunks, with commas between', /^[^,\s]+(,\s*[^,\s]+)*$/),
      forwardHeaders: flag,
      headers: anyText,
    },
    children: ['Number', 'Sip', 'Conference', 'Service'],
    text: 'allowed',
  },
  Number: { ...nothing, text: 'required' },
  Service: {
    attributes: { provider: anyText, username: anyText, password: anyText },
    required: ['provider'],
    children: [],
    text: 'required',
  },
  Connect: { ...nothing, children: ['Stream'] },
  Stream: {
    attributes: {
      url: matching('a wss URL', /^wss:\/\/[^\s]+$/),
      name: anyText,
      track: oneOf('inbound_track', 'outbound_track', 'both_tracks'),
      ...statusCallback,
    },
    required: ['url'],
    children: ['Parameter'],
    text: 'none',
  },
  Parameter: {
    attributes: { name: anyText, value: matching('a text', /^/) },
    required: ['name', 'value'],
    children: [],
    text: 'none',
  },
  // Without a name it is the room "default".
  Conference: {
    ...nothing,
    attributes: {
      beep: oneOf('true', 'false', 'onEnter', 'onExit'),
      startConferenceOnEnter: oneOf('true', 'false', 'required'),
      endConferenceOnExit: flag,
      maxParticipants: matching('a whole number from 1 to 250', /^([1-9]\d?|1\d\d|2[0-4]\d|250)$/),
      muted: flag,
      holdMusic: flag,
      prompts: flag,
      dtmf: oneOf('block', 'pass'),
      talkDetection: oneOf('normal', 'quick', 'lazy'),
      record: oneOf('do-not-record', 'record-from-start'),
      trim,
      ...recordingCallback,
      ...statusCallback,
      statusCallbackEvent: severalOf(
        'start',
        'end',
        'join',
        'leave',
        'mute',
        'hold',
        'dtmf',
        'speaker',
      ),
    },
    text: 'allowed',
  },
  Sip: {
    ...nothing,
    attributes: { username: anyText, password: anyText, domain: oneOf('origin', 'destination') },
    text: 'required',
  },
  Record: {
    ...nothing,
    attributes: {
      action: url,
      method,
      timeout: wholeNumber(1),
      finishOnKey: keys,
      maxLength: wholeNumber(1),
      playBeep: flag,
      ...recordingCallback,
      trim,
    },
    children: ['Say', 'Play', 'Pause'],
  },
  // `calee` is the platform's own spelling.
  Coach: {
    ...nothing,
    attributes: {
      policy: oneOf('listen', 'whisper', 'barge'),
      spyDirection: oneOf('none', 'caller', 'calee', 'both'),
      whisperDirection: oneOf('none', 'caller', 'calee', 'both'),
      finishOnKey: keys,
    },
    text: 'required',
  },
  Redirect: { ...nothing, attributes: { method }, text: 'required' },
  Reject: {
    ...nothing,
    attributes: { reason: oneOf('rejected', 'busy', 'congestion', 'failed') },
  },
  Hangup: nothing,
}
