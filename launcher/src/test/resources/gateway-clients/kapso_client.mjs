// Sends every type of message by @kapso/whatsapp-cloud-api, unmodified.
// Arguments: base URL, token, phone number id, recipient.
import { readFileSync } from "node:fs";
import { WhatsAppClient } from "@kapso/whatsapp-cloud-api";

const [base, token, phoneNumberId, to] = process.argv.slice(2);
const client = new WhatsAppClient({ accessToken: token, baseUrl: base, graphVersion: "v23.0" });
const { messages, media } = client;
const picture = { link: "https://shop.example/a.jpg" };
const here = { phoneNumberId, to };

const told = (kind, id) => {
  if (!id) throw new Error(`${kind}: no id came back`);
  console.log(JSON.stringify({ kind, id }));
};
const sent = async (kind, answer) => told(kind, (await answer).messages[0].id);

const file = new Blob(["PNG of the test"], { type: "image/png" });
const uploaded = await media.upload({ phoneNumberId, type: "image", file, fileName: "a.png" });
told("media upload", uploaded.id);
const found = await media.get({ mediaId: uploaded.id, phoneNumberId });
const download = await client.fetch(found.url);
if ((await download.text()) !== "PNG of the test") throw new Error("the download differs");
told("media download", found.id);

await sent("text", messages.sendText({ ...here, body: "Hello *there*", previewUrl: true }));
await sent("quote", messages.sendText({ ...here, body: "Quoted", contextMessageId: "wamid.QUOTED" }));
await sent("image by id", messages.sendImage({ ...here, image: { id: uploaded.id, caption: "A picture" } }));
await sent("image", messages.sendImage({ ...here, image: picture }));
await sent("video", messages.sendVideo({ ...here, video: { link: "https://shop.example/a.mp4", caption: "A film" } }));
await sent("document", messages.sendDocument({ ...here, document: { link: "https://shop.example/a.pdf", filename: "a.pdf" } }));
await sent("audio", messages.sendAudio({ ...here, audio: { link: "https://shop.example/a.mp3" } }));
await sent("sticker", messages.sendSticker({ ...here, sticker: { link: "https://shop.example/a.webp" } }));
await sent("reaction", messages.sendReaction({ ...here, reaction: { messageId: "wamid.REACTED", emoji: "\u{1f44d}" } }));
await sent("location", messages.sendLocation({ ...here, location: { latitude: 52.5, longitude: 13.4, name: "Shop", address: "A street" } }));
await sent("contacts", messages.sendContacts({ ...here, contacts: [{ name: { formattedName: "A B", firstName: "A" }, phones: [{ phone: "+15551234567", type: "WORK" }] }] }));
await sent("buttons", messages.sendInteractiveButtons({ ...here, bodyText: "Choose", footerText: "Foot", buttons: [{ id: "y", title: "Yes" }, { id: "n", title: "No" }] }));
await sent("list", messages.sendInteractiveList({ ...here, bodyText: "Pick", buttonText: "Menu", sections: [{ title: "All", rows: [{ id: "1", title: "One" }, { id: "2", title: "Two", description: "Second" }] }] }));
await sent("cta_url", messages.sendInteractiveCtaUrl({ ...here, bodyText: "Open", parameters: { displayText: "Open", url: "https://shop.example" } }));
await sent("product", messages.sendInteractiveProduct({ ...here, bodyText: "This one", catalogId: "cat-1", productRetailerId: "sku-1" }));
await sent("products", messages.sendInteractiveProductList({ ...here, header: { type: "text", text: "Shop" }, bodyText: "These", catalogId: "cat-1", sections: [{ title: "All", productItems: [{ productRetailerId: "sku-1" }] }] }));
await sent("catalog", messages.sendInteractiveCatalogMessage({ ...here, bodyText: "All we have", parameters: { thumbnailProductRetailerId: "sku-1" } }));
await sent("flow", messages.sendInteractiveFlow({ ...here, bodyText: "Tell us", parameters: { flowId: "1", flowCta: "Open", flowToken: "t", flowAction: "navigate", flowActionPayload: { screen: "WELCOME" } } }));
await sent("location request", messages.sendInteractiveLocationRequest({ ...here, bodyText: "Where are you?", parameters: { requestMessage: "Where are you?" } }));
await sent("carousel", messages.sendInteractiveCarousel({ ...here, bodyText: "Two of them", cards: [0, 1].map((cardIndex) => ({ cardIndex, header: { type: "image", image: picture }, bodyText: "Card", action: { displayText: "Open", url: "https://shop.example" } })) }));
await sent("raw", messages.sendRaw({ phoneNumberId, payload: { messaging_product: "whatsapp", to, type: "text", text: { body: "Raw \u00e4\u6f22" }, a_field_of_tomorrow: { deep: [1, 2.50, null] } } }));

const sends = JSON.parse(readFileSync(new URL("template-sends.json", import.meta.url)));
for (const [name, [language, components]] of Object.entries(sends)) {
  await sent(`template ${name}`, messages.sendTemplate({ ...here, template: { name, language: { code: language }, components } }));
}

await messages.markRead({ phoneNumberId, messageId: "wamid.RECEIVED", typingIndicator: { type: "text" } });
told("read", "success");
await media.delete({ mediaId: uploaded.id, phoneNumberId });
told("media deletion", uploaded.id);
