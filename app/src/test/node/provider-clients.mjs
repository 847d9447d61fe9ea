// Speaks to a gateway with the official clients of OpenAI and Anthropic and prints what they made of it as JSON.
//
// usage: node provider-clients.mjs ADDRESS
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';

const [base] = process.argv.slice(2);
const openai = new OpenAI({ baseURL: `${base}/v1`, apiKey: 'sk-openai', maxRetries: 0 });
const anthropic = new Anthropic({ baseURL: base, apiKey: 'sk-anthropic', maxRetries: 0 });
const capital = 'What is the capital of France today?';
const again = 'what is today the capital of France, please?';
const other = 'How many moons circle Mars, and who saw them first?';
const user = (content) => [{ role: 'user', content }];
// An answer is kept just after its caller has it; asking for the very same waits for that.
const said = {};

async function heard(call, text) {
  const { data, response } = await call.withResponse();
  return { text: await text(data), cache: response.headers.get('x-mnemo-cache'), memory: response.headers.get('x-mnemo-memory') };
}

async function failed(call) {
  try {
    await call;
    return { status: 200 };
  } catch (fault) {
    return { status: fault.status, name: fault.constructor.name, message: fault.message, retryAfter: fault.headers?.get('retry-after') };
  }
}

const chat = (content, more = {}, options = {}) => openai.chat.completions.create({ model: 'gpt-5', messages: user(content), ...more }, options);
const chatText = (answer) => answer.choices[0].message.content;
async function chatStream(stream) {
  const pieces = [];
  let finish;
  for await (const chunk of stream) {
    pieces.push(chunk.choices[0]?.delta?.content ?? '');
    finish = chunk.choices[0]?.finish_reason ?? finish;
  }
  return pieces.filter((piece) => piece !== '').join('|') + ` ${finish}`;
}
said.chat = await heard(chat(capital), chatText);
said.chatExact = await heard(chat(capital), chatText);
said.chatMeaning = await heard(chat(again), chatText);
said.chatReplayed = await heard(chat(capital, { stream: true }), chatStream);
said.chatStream = await heard(chat(other, { stream: true }), chatStream);
said.chatStreamAgain = await heard(chat(other, { stream: true }), chatStream);
said.chatStreamWhole = await heard(chat(other), chatText);

const tools = [{ type: 'function', function: { name: 'look', parameters: { type: 'object', properties: {} } } }];
const toolText = (answer) => answer.choices[0].message.tool_calls[0].function.name;
said.tools = await heard(chat('tool: weather', { tools }), toolText);
said.toolsAgain = await heard(chat('tool: weather', { tools }), toolText);

said.limited = await failed(chat('fault: 429'));
said.broken = await failed(chat('fault: 500'));

const embed = () => openai.embeddings.create({ model: 'te-3', input: 'An apple a day', encoding_format: 'float' });
const vector = (answer) => answer.data[0].embedding.join(',');
said.embeddings = await heard(embed(), vector);
said.embeddingsAgain = await heard(embed(), vector);

const respond = (input, more = {}) => openai.responses.create({ model: 'gpt-5', input, ...more });
async function responseStream(stream) {
  const deltas = [];
  let whole;
  for await (const event of stream) {
    if (event.type === 'response.output_text.delta') deltas.push(event.delta);
    if (event.type === 'response.completed') whole = event.response.output.find((item) => item.type === 'message').content[0].text;
  }
  return `${deltas.join('|')} ${whole}`;
}
said.response = await heard(respond(capital), (answer) => answer.output_text);
said.responseExact = await heard(respond(capital), (answer) => answer.output_text);
said.responseMeaning = await heard(respond(again), (answer) => answer.output_text);
said.responseReplayed = await heard(respond(capital, { stream: true }), responseStream);
said.responseStream = await heard(respond(other, { stream: true }), responseStream);
said.responseStreamWhole = await heard(respond(other), (answer) => answer.output_text);

const message = (content, more = {}) => anthropic.messages.create({ model: 'claude-5', max_tokens: 100, messages: user(content), ...more });
const messageText = (answer) => answer.content[0].text;
async function messageStream(content) {
  const stream = anthropic.messages.stream({ model: 'claude-5', max_tokens: 100, messages: user(content) });
  const pieces = [];
  stream.on('text', (piece) => pieces.push(piece));
  const whole = await stream.finalMessage();
  const { response } = await stream.withResponse();
  return { text: `${pieces.join('|')} ${whole.content[0].text} ${whole.stop_reason}`, cache: response.headers.get('x-mnemo-cache') };
}
said.message = await heard(message(capital), messageText);
said.messageExact = await heard(message(capital), messageText);
said.messageMeaning = await heard(message(again), messageText);
said.messageReplayed = await messageStream(capital);
said.messageStream = await messageStream(other);
said.messageStreamWhole = await heard(message(other), messageText);
said.overloaded = await failed(message('fault: 529'));

const ada = { headers: { 'x-mnemo-user': 'ada', 'x-mnemo-session': 'tea' } };
said.remembered = await heard(chat('I like green tea very much.', {}, ada), chatText);
do { // the turn is kept just after its answer
  said.remembering = await heard(chat('Which tea do I like?', {}, ada), chatText);
} while (!said.remembering.text.includes('green tea'));
console.log(JSON.stringify(said));
