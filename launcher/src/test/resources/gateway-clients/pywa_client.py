"""Sends every type of message by pywa, unmodified; arguments: base URL, token, phone number id, recipient."""

import json
import pathlib
import sys

import httpx
from pywa import WhatsApp, types

base, token, phone_id, to = sys.argv[1:5]
session = httpx.Client(timeout=60)
wa = WhatsApp(phone_id=phone_id, token=token, session=session, api_version=23.0)
# What a user of pywa does who calls Meta by way of a proxy: the client's session is theirs.
session.base_url = base + "/v23.0"
PICTURE = "https://shop.example/a.jpg"


def told(kind, answer):
    print(json.dumps({"kind": kind, "id": str(answer)}), flush=True)


media = wa.upload_media(b"\x89PNG of the test", mime_type="image/png", filename="a.png")
told("media upload", media.id)
url = wa.get_media_url(media.id)
assert url.mime_type == "image/png", url
assert wa.get_media_bytes(url.url) == b"\x89PNG of the test"
told("media download", url.id)

told("text", wa.send_message(to, "Hello *there*", preview_url=True).id)
told("quote", wa.send_message(to, "Quoted", reply_to_message_id="wamid.QUOTED").id)
told("tracker", wa.send_message(to, "Tracked", tracker="the client's own").id)
told("image by id", wa.send_image(to, media.id, caption="A picture").id)
told("image", wa.send_image(to, PICTURE).id)
told("video", wa.send_video(to, "https://shop.example/a.mp4", caption="A film").id)
told("document", wa.send_document(to, "https://shop.example/a.pdf", filename="a.pdf").id)
told("audio", wa.send_audio(to, "https://shop.example/a.mp3").id)
told("voice", wa.send_voice(to, "https://shop.example/a.ogg").id)
told("sticker", wa.send_sticker(to, "https://shop.example/a.webp").id)
told("reaction", wa.send_reaction(to, "\U0001f44d", "wamid.REACTED").id)
told("no reaction", wa.remove_reaction(to, "wamid.REACTED").id)
told("location", wa.send_location(to, 52.5, 13.4, name="Shop", address="A street").id)
told("contacts", wa.send_contact(to, types.Contact(name=types.Contact.Name(formatted_name="A B", first_name="A"))).id)
told("location request", wa.request_location(to, "Where are you?").id)
told("buttons", wa.send_message(to, "Choose", footer="Foot", buttons=[types.Button("Yes", "y"), types.Button("No", "n")]).id)
told("cta_url", wa.send_message(to, "Open", buttons=types.URLButton("Open", "https://shop.example")).id)
rows = [types.SectionRow(title="One", callback_data="1"), types.SectionRow(title="Two", callback_data="2")]
told("list", wa.send_message(to, "Pick", buttons=types.SectionList("Menu", [types.Section("All", rows)])).id)
told("catalog", wa.send_catalog(to, "All we have", thumbnail_product_sku="sku-1").id)
told("product", wa.send_product(to, "cat-1", "sku-1", body="This one").id)
told("products", wa.send_products(to, "cat-1", [types.ProductsSection("All", ["sku-1", "sku-2"])], "Shop", "These").id)
cards = [types.ImageCarouselCard(image=PICTURE, body=b, buttons=types.URLButton("Open", "https://shop.example")) for b in ("One", "Two")]
told("carousel", wa.send_carousel(to, body="Two of them", cards=cards).id)

sends = json.loads(pathlib.Path(sys.argv[0]).with_name("template-sends.json").read_text())
for name, (language, components) in sends.items():
    told("template " + name, wa.send_template(to, name, types.templates.TemplateLanguage(language), components).id)
told("marketing_messages", wa.send_template(to, "news", types.templates.TemplateLanguage("en"), sends["news"][1], use_mm_lite_api=True).id)

assert wa.mark_message_as_read("wamid.RECEIVED").success
told("read", "success")
assert wa.indicate_typing("wamid.RECEIVED").success
told("typing", "success")
assert wa.delete_media(media.id).success
told("media deletion", media.id)
