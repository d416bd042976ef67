"""Blocks for the prose of campaign pages."""

from __future__ import annotations

from wagtail import blocks
from wagtail.images.blocks import ImageBlock
from wagtail.snippets.blocks import SnippetChooserBlock


class QuotationBlock(blocks.StructBlock):
    """Words quoted exactly, with their source and year."""

    text = blocks.RichTextBlock(features=["bold", "italic"])
    source = blocks.CharBlock(max_length=150)
    year = blocks.CharBlock(max_length=40, required=False)

    class Meta:
        icon = "openquote"
        template = "home/blocks/quotation.html"


class FactBlock(blocks.StructBlock):
    """A figure from the list of facts, shown with its later figures, its year and its source."""

    fact = SnippetChooserBlock("films.Fact")

    class Meta:
        icon = "list-ol"
        template = "home/blocks/fact.html"


class DetailsBlock(blocks.StructBlock):
    """A question that opens to its answer."""

    summary = blocks.CharBlock(max_length=120)
    text = blocks.RichTextBlock()

    class Meta:
        icon = "arrow-down"
        template = "home/blocks/details.html"


class PictureBlock(blocks.StructBlock):
    """A picture with an optional caption."""

    image = ImageBlock()
    caption = blocks.CharBlock(max_length=200, required=False)

    class Meta:
        icon = "image"
        template = "home/blocks/picture.html"


class ProseBlock(blocks.StreamBlock):
    """What a campaign page is made of."""

    heading = blocks.CharBlock(
        icon="title", form_classname="title", template="home/blocks/heading.html", max_length=120
    )
    paragraph = blocks.RichTextBlock(template="home/blocks/paragraph.html")
    quotation = QuotationBlock()
    fact = FactBlock()
    details = DetailsBlock()
    picture = PictureBlock()
    law_checked = blocks.DateBlock(
        icon="date",
        label="Law checked on",
        help_text="Below every statement of law: when a person last compared it with its source.",
        template="home/blocks/law_checked.html",
    )

    class Meta:
        required = False
